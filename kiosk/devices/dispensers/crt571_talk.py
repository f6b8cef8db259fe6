"""How one talks with a card dispenser of the CRT-571 family, so that a bad line never gives two cards away.

The danger: every move takes a card from the stack when the channel is empty. A command that is simply said again,
because its answer was lost, may throw out a second card. So questions may be said again; a move never, before the
machine has had all the time it needs for it and then says itself that the card still is where it was.
"""

import time
from collections.abc import Callable

from kiosk.devices.dispensers import crt571_frames as frames
from kiosk.devices.dispensers.crt571_frames import Command, Done, Heard, Refused, Spot
from kiosk.devices.wires import Wire

TRIES = 3  # of a question; of a move at most two, since each takes seconds
MOVES = 2
PAUSE_S = 0.3  # no frame is interrupted for so long; also the longest we do not notice that we should stop


class Silent(OSError):
    """The machine does not answer: the line is as good as dead."""


class Talk:
    """A conversation on an open line. Used by one thread at a time. Raises `OSError` when the line is dead."""

    def __init__(
        self,
        wire: Wire,
        address: int = 0,
        reply_s: float = 1.0,
        move_s: float = 5.0,
        closing: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`reply_s`, `move_s`: how long the machine may take for an answer, and for a move. `closing`: whether to give
        up at once."""
        self._wire = wire
        self._address = address
        self._reply_s = reply_s
        self._move_s = move_s
        self._closing = closing
        self._clock = clock
        self._ear = frames.Ear(address)

    def ask(self, command: Command, moves: bool = False) -> Done | Refused:
        """The machine's answer to what may be said twice. `moves`: it may take as long as a move."""
        for _ in range(TRIES):
            answer = self._say(command, self._move_s if moves else self._reply_s, again=True)
            if answer is not None:
                return answer
        raise Silent("the card dispenser does not answer")

    def move(self, command: Command, start: frozenset[Spot]) -> Done | Refused:
        """Move the card that is at `start` now; the machine's answer, or how it says it stands when that was lost."""
        answer = self._say(command, self._move_s, again=False) or self.ask(frames.STATUS)
        for _ in range(MOVES - 1):
            if (answer.cm, answer.pm) == (command.cm, command.pm) or isinstance(answer, Refused):
                return answer
            if answer.card not in start:
                return answer  # it has moved: only the word of it was lost
            answer = self._say(command, self._move_s, again=False) or self.ask(frames.STATUS)
        return answer

    def _say(self, command: Command, seconds: float, again: bool) -> Done | Refused | None:
        """The answer to the command; `None` when none came in time, or when it may and should be said `again`."""
        self._wire.read(0)  # what still lies there is of before
        self._ear = frames.Ear(self._address)
        self._wire.write(frames.encode(command, self._address))
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0:
            for heard in self._listen(left):
                if isinstance(heard, Done | Refused):
                    self._wire.write(bytes((frames.ACK,)))
                    if (heard.cm, heard.pm) == (command.cm, command.pm):
                        return heard
                elif heard == frames.Garbled(ours=False):
                    self._wire.write(bytes((frames.NAK,)))
                elif heard == frames.Garbled(ours=True) and again:
                    return None
        return None

    def _listen(self, seconds: float) -> list[Heard]:
        if self._closing():
            raise Silent("closing")
        got = self._wire.read(min(seconds, PAUSE_S))
        return self._ear.feed(got) if got else self._ear.hush()
