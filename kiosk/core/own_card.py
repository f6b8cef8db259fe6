"""Whether a card that is laid down in the middle of a visit is the one that began it, or may be the next person's."""

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, Event
from kiosk.core.scanned_codes import CARRIERS, holders_number, sort

# Who stands here lays the same card again far more often than the next person lays theirs on that very reader.
READING_S = 2.0


class OwnCard:
    """Holds the number that began the visit: in memory alone, and until `forget`."""

    def __init__(self) -> None:
        self.due: float | None = None  # until when the visit's own reader may read before anybody is asked
        self._own: CardRead | None = None
        self._told: set[str] = set()  # readers whose card has been asked about: it is no news what it turns out to be

    def began(self, card: CardRead) -> None:
        """This card, or the code as a card, says who the visit is for."""
        self._own = CardRead(card.reader, card.carrier, card.number)  # without its holder

    def forget(self) -> None:
        """The visit is over."""
        self._own, self.due = None, None
        self._told.clear()

    def is_it(self, event: Event) -> bool:
        """Whether this is the card or the code that began the visit, on the same reader or scanner."""
        match event:
            case CardRead(reader=reader, carrier=carrier, number=number):
                return self._own == CardRead(reader, carrier, number)
            case CodeScanned(scanner=scanner, text=text):
                return self._own == CardRead(scanner, sort(text), holders_number(text))
        return False

    def is_restless(self, event: Event | None) -> bool:
        """Whether this is the visit's own card on its reader, or any that is taken off: nobody need have moved, for a
        card that lies badly comes and goes by itself."""
        if self._own is None:
            return False
        if isinstance(event, CardSeen):
            return event.reader == self._own.reader
        return isinstance(event, CardGone) or (isinstance(event, CardRead) and self.is_it(event))

    def hear(self, event: Event | None, now: float) -> Event | None:
        """Take note of what happened (`None`: nothing); what of it says that somebody else may stand here.

        Each card once. On the visit's own reader only when it is known to be another, or takes long to be read.
        """
        match event:
            case None:
                late = self.due is not None and now >= self.due
                return self._news(CardSeen(self._own.reader)) if late and self._own else None
            case CardSeen(reader=reader):
                return self._laid(event, now)
            case CardRead(reader=reader) | CardUnreadable(reader=reader):
                same = reader in self._told or self.is_it(event)
                self._no_longer_due(reader)
                return None if same else self._news(event)
            case CardGone(reader=reader):
                self._no_longer_due(reader)
            case CodeScanned(text=text) if sort(text) in CARRIERS and not self.is_it(event):
                return event
        return None

    def _laid(self, event: CardSeen, now: float) -> Event | None:
        self._told.discard(event.reader)
        if self._own is not None and event.reader == self._own.reader:
            self.due = now + READING_S
            return None
        return self._news(event)

    def _news(self, event: CardSeen | CardRead | CardUnreadable) -> Event:
        self._told.add(event.reader)
        self._no_longer_due(event.reader)
        return event

    def _no_longer_due(self, reader: str) -> None:
        if self._own is not None and reader == self._own.reader:
            self.due = None
