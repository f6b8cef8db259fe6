"""A reader without a reader, for chip cards and for identity cards: somebody says what lies on it."""

from dataclasses import dataclass

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event, Holder
from kiosk.devices import Facts, Health, Post


@dataclass(frozen=True)
class _Card:
    """What the reader finds on the card that lies on it."""

    carrier: str = ""
    number: str = ""
    holder: Holder | None = None
    code: str = ""  # why it cannot be read; empty when it can
    hangs: bool = False  # it never answers


class SimulatedCardReader:
    """Says what the real reader says, in the same order. Every verb may be called from any thread."""

    def __init__(self, name: str = "cards", motor: bool = False) -> None:
        """`motor`: it can draw in a card that was forgotten; `kept` counts those."""
        self.name = name
        self.kept = 0
        self._motor = motor
        self._post: Post | None = None
        self._plugged = True
        self._card: _Card | None = None

    def start(self, post: Post) -> None:
        self._post = post
        self._notice(before=True)

    def health(self) -> Health:
        return Health("online") if self._plugged else Health("offline", code="E-CRD-04")

    def facts(self) -> Facts:
        return Facts("simulated", can={"retain": self._motor})

    def close(self) -> None:
        self._post = None

    def put(self, carrier: str, number: str, holder: Holder | None = None) -> None:
        """Lay a card on the reader; one that already lies there is taken off first."""
        self._lay(_Card(carrier, number, holder))

    def put_unreadable(self, code: str = "E-CRD-02") -> None:
        """Lay a card on the reader that it cannot read: `E-CRD-02` unknown kind, `-03` does not answer, `-06` expired,
        `-07` its content is damaged."""
        self._lay(_Card(code=code))

    def put_hung(self) -> None:
        """Lay a card on the reader that it reads for ever."""
        self._lay(_Card(hangs=True))

    def pull_mid_read(self, carrier: str, number: str) -> None:  # noqa: ARG002  # pulled before anything was read
        """Lay a card on the reader and pull it before it has been read."""
        self._lay(_Card(code="E-CRD-01"))
        self.take()

    def take(self) -> None:
        """Take the card off; nothing happens when none lies there."""
        if self._card is not None:
            self._card = None
            self._say(CardGone(self.name))

    def retain(self) -> bool:
        """See `Retains`."""
        if not self._motor or not self._plugged or self._card is None:
            return False
        self.kept += 1
        self.take()
        return True

    def unplug(self) -> None:
        """Pull the reader's plug: its card, if any, is gone for the terminal but still lies there."""
        if self._plugged:
            if self._card is not None:
                self._say(CardGone(self.name))
            self._plugged = False
            self._say(DeviceChanged(self.name), always=True)

    def plug(self) -> None:
        """Put the plug back; a card that still lies there is read again."""
        if not self._plugged:
            self._plugged = True
            self._say(DeviceChanged(self.name))
            self._notice()

    def _lay(self, card: _Card) -> None:
        self.take()
        self._card = card
        self._notice()

    def _notice(self, before: bool = False) -> None:
        if self._card is None:
            return
        self._say(CardSeen(self.name, before))
        if self._card.hangs:
            return
        if self._card.code:
            self._say(CardUnreadable(self.name, self._card.code))
        else:
            self._say(CardRead(self.name, self._card.carrier, self._card.number, self._card.holder))

    def _say(self, event: Event, always: bool = False) -> None:
        if self._post is not None and (self._plugged or always):
            self._post(event)
