"""A card dispenser for the dock and for tests: counts its cards; can jam, run out, fill its bin, lose its plug."""

from kiosk.core.errors import DeviceFault
from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Health, Post

FEW = 10  # cards in the stack when the sensor speaks up
BIN_HOLDS = 20


class SimulatedDispenser:
    """Says and does what the real one does. Every verb may be called from any thread.

    `stack`: cards to issue. `inside`: where a card is read. `at_gate`: held out. `in_bin`, `taken`: the numbers of
    the cards that ended there.
    """

    def __init__(self, name: str = "dispenser", stack: int = 100, first: int = 1) -> None:
        """Cards are numbered on from `first`."""
        self.name = name
        self.stack = stack
        self.inside = ""
        self.at_gate = ""
        self.in_bin: list[str] = []
        self.taken: list[str] = []
        self._next = first
        self._post: Post | None = None
        self._plugged = True
        self._jammed = False
        self._jams_next = False
        self._unreadable = False

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        if not self._plugged:
            return Health("offline", code="E-DSP-01")
        full = len(self.in_bin) >= BIN_HOLDS
        code = "E-DSP-03" if self._jammed else "E-DSP-04" if full else "E-DSP-02" if not self.stack else ""
        return Health(
            "online",
            code=code,
            media="jammed" if self._jammed else "present" if self.inside or self.at_gate else "not_present",
            stock="empty" if not self.stack else "few" if self.stack <= FEW else "enough",
            bin="full" if full else "ok",
        )

    def facts(self) -> Facts:
        return Facts("simulated", can={"retain": True, "number": "printed", "in_bin": len(self.in_bin)})

    def close(self) -> None:
        self._post = None

    def issue(self) -> None:
        self._check()
        self._into_bin()  # a card of before is nobody's
        if not self.health().usable:
            raise DeviceFault(self.health().code, f"{self.name} was told to fail")
        if self._jams_next:
            self.jam()
            raise DeviceFault("E-DSP-03", "a card jammed on its way")
        self.stack -= 1
        self.inside = f"8800{self._next:06}"
        self._next += 1
        self._changed()

    def read(self) -> str:
        self._check()
        if not self.inside or self._unreadable:
            raise DeviceFault("E-DSP-06", "no number")
        return self.inside

    def present(self) -> None:
        self._check()
        if not self.inside and not self.at_gate:
            raise DeviceFault("E-DSP-05", "there is no card to give out")
        self.at_gate, self.inside = self.at_gate or self.inside, ""
        self._changed()

    def retain(self) -> bool:
        self._check()
        there = bool(self.inside or self.at_gate)
        self._into_bin()
        return there

    def discard(self) -> None:
        self._check()
        self._into_bin()

    def take(self) -> None:
        """The patient pulls the card out of the gate; nothing happens when none is there."""
        if self.at_gate:
            self.taken.append(self.at_gate)
            self.at_gate = ""
            self._changed()

    def refill(self, cards: int = 100) -> None:
        """Put cards in, and empty the bin."""
        self.stack = cards
        self.in_bin.clear()
        self._changed()

    def empty(self) -> None:
        self.refill(0)

    def fill_bin(self) -> None:
        self.in_bin.extend("?" * (BIN_HOLDS - len(self.in_bin)))
        self._changed()

    def bad_cards(self) -> None:
        """The cards in the stack have no number that could be read."""
        self._unreadable = True

    def jam(self) -> None:
        self._jammed, self._jams_next = True, False
        self._changed()

    def jam_next(self) -> None:
        """The next card jams on its way."""
        self._jams_next = True

    def clear_jam(self) -> None:
        """Pull the jammed card out; what lay inside goes into the bin when the machine is started again."""
        self._jammed = False
        self._into_bin()
        self._changed()

    def unplug(self) -> None:
        self._plugged = False
        self._changed()

    def plug(self) -> None:
        """Put the plug back: a card that lay inside goes into the bin."""
        if not self._plugged:
            self._plugged = True
            self._into_bin()
            self._changed()

    def _check(self) -> None:
        if not self._plugged or self._jammed:
            raise DeviceFault(self.health().code, f"{self.name} was told to fail")

    def _into_bin(self) -> None:
        if card := self.inside or self.at_gate:
            self.in_bin.append(card)
            self.inside = self.at_gate = ""
            self._changed()

    def _changed(self) -> None:
        if self._post is not None:
            self._post(DeviceChanged(self.name))


def open_driver(name: str = "dispenser", stack: int = 100, first: int = 1) -> SimulatedDispenser:
    """A dispenser with `stack` cards, numbered on from `first`."""
    return SimulatedDispenser(name, stack, first)
