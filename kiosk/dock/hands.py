"""What people do at the terminal itself: cards on the reader, codes under the scanner, walking away."""

from collections.abc import Callable
from typing import Protocol, cast

from kiosk.core.clock import SkippableClock
from kiosk.core.events import Event, JobDone
from kiosk.dock.sim import Member, NotThere
from kiosk.machine import Machine

CODES = ("e_credential", "health_code")
GARBAGE = ("\x00\x7f??", "6901234567892", "9" * 600, "HTTP://EXAMPLE.COM/?Q=<B>&PAY=1")  # a shelf, a poster, nothing


class Reader(Protocol):
    """The simulated reader's verbs."""

    name: str

    def put(self, carrier: str, number: str) -> None: ...
    def put_unreadable(self, code: str) -> None: ...
    def put_hung(self) -> None: ...
    def pull_mid_read(self, carrier: str, number: str) -> None: ...
    def take(self) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...


class Glass(Protocol):
    """The simulated scanner's verbs."""

    def scan(self, text: str) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...


class Hands:
    """`machine` and `post` are the running terminal's; `cast` finds an invented patient by role."""

    def __init__(
        self,
        machine: Callable[[], Machine],
        post: Callable[[Event], None],
        clock: SkippableClock,
        cast: Callable[[str], Member],
    ) -> None:
        self._machine, self._post, self._clock, self._cast = machine, post, clock, cast

    def put_card(self, role: str) -> None:
        """Lay the card of this invented patient on the reader; who carries a code holds it under the scanner."""
        member = self._cast(role)
        if member.carrier in CODES:
            self.scan(member.number)
            return
        self._free(member.carrier).put(member.carrier, member.number)

    def put_second_card(self, role: str) -> None:
        """Lay another patient's card in its slot, whatever lies in the others."""
        member = self._cast(role)
        self._slot(member.carrier).put(member.carrier, member.number)

    def take_card(self) -> None:
        for reader in self._readers():
            reader.take()

    def pull_card_mid_read(self, role: str = "employee") -> None:
        """Lay a card on the reader and pull it before it has been read."""
        member = self._cast(role)
        self._free(member.carrier).pull_mid_read(member.carrier, member.number)

    def put_unknown_card(self) -> None:
        """A good card of another hospital."""
        self._free("patient_card").put("patient_card", "9999000011112222")

    def put_unreadable_card(self, code: str = "E-CRD-02") -> None:
        """A card that says nothing to us."""
        self._free("patient_card").put_unreadable(code)

    def put_expired_id_card(self) -> None:
        """An identity card that is no longer valid."""
        self._free("id_card").put_unreadable("E-CRD-06")

    def put_hung_card(self) -> None:
        """A card that the reader never gets done with."""
        self._free("patient_card").put_hung()

    def unplug_reader(self) -> None:
        """All slots for cards lose their plug."""
        for reader in self._readers():
            reader.unplug()

    def plug_reader(self) -> None:
        for reader in self._readers():
            reader.plug()

    def unplug_scanner(self) -> None:
        for scanner in self._scanners():
            scanner.unplug()

    def plug_scanner(self) -> None:
        for scanner in self._scanners():
            scanner.plug()

    def scan(self, text: str) -> None:
        """Hold any code under the scanner."""
        for scanner in self._scanners():
            scanner.scan(text)

    def scan_garbage(self) -> None:
        """All kinds of things that the scanner reads and nobody means."""
        for text in GARBAGE:
            self.scan(text)

    def let_time_pass(self, seconds: str) -> None:
        """Nobody does anything for so long."""
        self._clock.skip(float(seconds))
        self._post(JobDone(0))  # whoever waits looks at the clock again, and nobody takes it for more

    def _free(self, carrier: str) -> Reader:
        """The slot for such cards; whatever lay in another is taken off first, as people do."""
        chosen = self._slot(carrier)
        for other in self._readers():
            if other is not chosen:
                other.take()
        return chosen

    def _slot(self, carrier: str) -> Reader:
        """The slot for such cards."""
        readers, taking = self._readers(), self._machine().carriers
        fits = [reader for reader in readers if carrier in taking.get(reader.name, ())]
        return (fits or readers)[0]

    def _scanners(self) -> list[Glass]:
        """All simulated ones."""
        return [cast(Glass, scanner) for scanner in self._machine().scanners.values() if hasattr(scanner, "scan")]

    def _readers(self) -> list[Reader]:
        """All simulated ones, at least one."""
        found = [cast(Reader, reader) for reader in self._machine().readers.values() if hasattr(reader, "put")]
        if not found:
            raise NotThere("this terminal has no simulated card reader, or is not ready yet")
        return found
