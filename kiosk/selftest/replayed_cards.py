"""Lays the chip cards of a tape on a virtual card reader, one after the other: nobody's cards, for what they held of a
person is zeros."""

import signal
import socket
import sys
from collections.abc import Callable, Sequence
from itertools import cycle

from kiosk.bench.virtual_card import VirtualCard
from kiosk.selftest.replay import BadTape, Turn

UNKNOWN = bytes.fromhex("6D00")  # ISO/IEC 7816-4: this card has no such command


class PlayedCard:
    """Answers each command with what was answered then: next, later, or earlier on the tape."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self._at = 0

    def answer(self, command: bytes) -> bytes:
        """Empty where the card did not answer any more; `6D00` to what it was never asked."""
        order = (*range(self._at, len(self.turns)), *range(self._at))
        found = next((n for n in order if self.turns[n].ours and self.turns[n].said == command), None)
        if found is None:
            return UNKNOWN
        self._at = found + 1
        following = self.turns[self._at : self._at + 1]
        return following[0].said if following and not following[0].ours else b""


def cards_of(turns: Sequence[Turn]) -> list[PlayedCard]:
    """The cards on a tape. Every reading begins with the same command. Raises `BadTape` when nobody was asked."""
    first = next((turn.said for turn in turns if turn.ours), None)
    begins = [n for n, turn in enumerate(turns) if turn.ours and turn.said == first]
    if not begins:
        raise BadTape("no card was read on it")
    return [PlayedCard(turns[at:end]) for at, end in zip(begins, [*begins[1:], len(turns)], strict=True)]


def play_on_the_reader(
    cards: Sequence[PlayedCard], connect: Callable[[], socket.socket], turned: Callable[[bool], None]
) -> None:
    """Lay one card after the other on the reader at the other end of `connect`; each time somebody presses Return it is
    taken off, or the next is laid down. Until interrupted. `turned` is told whether one lies there. Raises `OSError`
    without a reader."""
    for card in cycle(cards):
        lying = VirtualCard(connect, card)
        try:
            turned(True)
            _return()
        finally:
            lying.pull()
        turned(False)
        _return()


def _return() -> None:
    """Without a keyboard: never."""
    if not sys.stdin.readline():
        while True:
            signal.pause()
