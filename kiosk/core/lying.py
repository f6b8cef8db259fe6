"""Which cards lie on the readers: whose turn they are, and which were left behind by somebody who has gone."""

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event

PLUG_S = 2.0  # a card that goes so shortly before its reader does was not taken: the plug was pulled


class Lying:
    """A card that was left behind never begins a visit: it must be taken off and laid again.

    Readers read again whatever lies on them when their plug is put back. A card that was left or served and "goes"
    together with its reader is therefore still believed to lie there. What lay there before the terminal was started
    was left too.
    """

    def __init__(self) -> None:
        self.here: set[str] = set()  # readers with a card on them
        self.left: set[str] = set()  # of those, whose owner has gone
        self._waiting: dict[str, Event] = {}  # the newest word of each reader that nobody has heard yet
        self._reading: set[str] = set()  # readers that have not yet said what their card is
        self._read: set[str] = set()  # readers whose card somebody has been served with
        self._just_gone: dict[str, float] = {}  # left and served cards that were taken off, and when
        self._unplugged: dict[str, float | None] = {}  # readers that went with one on them, and when they came back
        self._unheard: set[str] = set()  # readers whose card nobody may be served with

    def hear(self, event: Event, now: float) -> bool:
        """Take note of an event; whether anybody else may hear of it. `now` in steady seconds."""
        match event:
            case CardSeen(reader=reader, before=True):
                self.here.add(reader)
                self.left.add(reader)
                self._unheard.add(reader)
                return False
            case CardSeen(reader=reader) | CardRead(reader=reader) | CardUnreadable(reader=reader):
                self._lay(reader, now)
                self._follow_reading(reader, event)
                if reader in self._waiting:
                    self._waiting[reader] = event
                return reader not in self._unheard
            case CardGone(reader=reader):
                self._take_off(reader, now)
            case DeviceChanged(device=reader):
                if now - self._just_gone.pop(reader, -PLUG_S) < PLUG_S:
                    self._unplugged[reader] = None
                elif reader in self._unplugged:
                    self._unplugged[reader] = now
        return True

    def wait(self, event: Event) -> None:
        """Keep a card that came when nobody had time for it, until it is taken off or asked for."""
        if isinstance(event, CardSeen | CardRead | CardUnreadable):
            self._waiting.pop(event.reader, None)
            self._waiting[event.reader] = event
        elif isinstance(event, CardGone):
            self._waiting.pop(event.reader, None)

    def next(self) -> Event | None:
        """The card of somebody who was not served yet, once; `None` when there is none.

        Of several the newest: they may be one person's, whose visit must not begin again when that person has gone.
        """
        card = self._waiting.popitem()[1] if self._waiting else None
        self._waiting.clear()
        return card

    def waits(self, reader: str) -> bool:
        """Whether such a card lies on this reader."""
        return reader in self._waiting

    def leave(self) -> None:
        """A visit is over: what still lies there, and is nobody's who waits, was left behind."""
        self.left = self.here - self._waiting.keys()
        self._unheard |= self.left & self._reading  # what it turns out to be comes too late

    def _lay(self, reader: str, now: float) -> None:
        self.here.add(reader)
        self._just_gone.pop(reader, None)
        back = self._unplugged.pop(reader, now - PLUG_S)
        if back is None or now - back < PLUG_S:  # it lay there when the plug was put back
            self.left.add(reader)
            self._unheard.add(reader)

    def _follow_reading(self, reader: str, event: Event) -> None:
        self._reading.discard(reader)
        if isinstance(event, CardSeen):
            self._reading.add(reader)
        elif isinstance(event, CardRead) and reader not in self._unheard:
            self._read.add(reader)

    def _take_off(self, reader: str, now: float) -> None:
        if reader in self.left or reader in self._read - self._waiting.keys():
            self._just_gone[reader] = now
        for kept in (self.here, self.left, self._reading, self._read, self._unheard):
            kept.discard(reader)
        self._waiting.pop(reader, None)
