"""The computer's card service (PC/SC) as the driver sees it: readers, what lies on them, one card's answers.

Imports pyscard, so it is itself imported only when a reader is watched. PC/SC part 5; pcsc-lite's man pages for states.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no stubs

from kiosk.devices.cards.apdu import Exchange
from kiosk.devices.cards.pcsc_words import CardPulled, CardSilent, ReaderGone, ServiceGone

ANY_CHANGE_OF_READERS = "\\\\?PnP?\\Notification"
PULLED = frozenset({scard.SCARD_W_REMOVED_CARD, scard.SCARD_E_NO_SMARTCARD, scard.SCARD_E_NOT_TRANSACTED})
SILENT = frozenset(
    {
        scard.SCARD_W_UNRESPONSIVE_CARD,
        scard.SCARD_W_UNPOWERED_CARD,
        scard.SCARD_W_RESET_CARD,
        scard.SCARD_W_UNSUPPORTED_CARD,
        scard.SCARD_E_PROTO_MISMATCH,
        scard.SCARD_E_SHARING_VIOLATION,
        scard.SCARD_E_TIMEOUT,
    }
)
NO_READER = frozenset({scard.SCARD_E_UNKNOWN_READER, scard.SCARD_E_READER_UNAVAILABLE})


class Service:
    """One conversation with the card service. Every call may raise `ServiceGone`; make a new one then."""

    def __init__(self) -> None:
        status, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if status != scard.SCARD_S_SUCCESS:
            _fail(status)

    def readers(self) -> list[str]:
        """The names of the readers that are there, in the service's order."""
        status, names = scard.SCardListReaders(self._context, [])
        if status == scard.SCARD_E_NO_READERS_AVAILABLE:
            return []
        if status != scard.SCARD_S_SUCCESS:
            _fail(status)
        return list(names)

    def wait_for_reader(self, seconds: float) -> None:
        """Return when a reader comes, or after `seconds`."""
        self._change(ANY_CHANGE_OF_READERS, scard.SCARD_STATE_UNAWARE, seconds)

    def wait_for_card(self, reader: str, known: int, seconds: float) -> int:
        """The reader's state word once it differs from `known` (0: at once), or `known` after `seconds`.

        Raises `ReaderGone`.
        """
        state = self._change(reader, known, seconds)
        if state & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE):
            raise ReaderGone(reader)
        return state

    def close(self) -> None:
        scard.SCardReleaseContext(self._context)

    def _change(self, reader: str, known: int, seconds: float) -> int:
        status, states = scard.SCardGetStatusChange(self._context, round(seconds * 1000), [(reader, known)])
        if status == scard.SCARD_E_TIMEOUT:
            return known
        if status != scard.SCARD_S_SUCCESS:
            _fail(status)
        return int(states[0][1])


@contextmanager
def card_on(reader: str) -> Iterator[Exchange]:
    """Talk with the card that lies on the reader. Blocks as long as the card does: only on a thread of its own.

    Has its own context, since a context serves one call at a time. Raises `CardPulled`, `CardSilent`, `ReaderGone`,
    `ServiceGone`.
    """
    service = Service()
    try:
        status, card, protocol = scard.SCardConnect(
            service._context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        if status != scard.SCARD_S_SUCCESS:
            _fail(status)
        try:
            yield lambda command: _transmit(card, protocol, command)
        finally:
            scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    finally:
        service.close()


def _transmit(card: int, protocol: int, command: bytes) -> bytes:
    header = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
    status, answer = scard.SCardTransmit(card, header, list(command))
    if status != scard.SCARD_S_SUCCESS:
        _fail(status)
    if len(answer) < 2:  # the virtual reader reports success with nothing when the card leaves in mid-answer
        raise CardPulled("no status word")
    return bytes(answer)


def _fail(status: int) -> NoReturn:
    meaning = scard.SCardGetErrorMessage(status)
    if status in PULLED:
        raise CardPulled(meaning)
    if status in SILENT:
        raise CardSilent(meaning)
    if status in NO_READER:
        raise ReaderGone(meaning)
    raise ServiceGone(meaning)
