"""One conversation with an identity card module: we ask, it answers, and every wait for it ends."""

import time
from collections.abc import Callable

from kiosk.devices.id_cards import replies
from kiosk.devices.id_cards.frames import Frame, Frames
from kiosk.devices.id_cards.replies import BadReply, Content, Reply, UnreadableIdCard
from kiosk.devices.line_thread import GLANCE_S
from kiosk.devices.wires import BITS_PER_BYTE, Wire

TRIES = 3  # of a question whose answer came spoiled
ANSWER_S, READ_S = 1.0, 3.0  # until the answer is whole; the makers' own programs wait as long
GAP_S = 0.5  # a module that has begun does not pause for longer
DRAINS = 64  # a line that never stops talking is not waited for
SMALL, LARGE = 96, 32 + replies.TEXT_BYTES + replies.PHOTO_BYTES  # bytes of an answer, at most


class Spoiled(Exception):
    """Something came, again and again, but never a whole answer."""


class SdtModule:
    """Knows the line, not what it means for the patient. Every method may raise `OSError`: the line is dead."""

    def __init__(self, wire: Wire, baud: int, closing: Callable[[], bool]) -> None:
        self._wire = wire
        self._closing = closing
        self._baud = baud
        self._selected = False

    def state(self, seconds: float = ANSWER_S) -> int | None:
        """Its own word on how it is: `OK`, or why it cannot be used. `None` for silence; raises `Spoiled`."""
        answer = self._ask(replies.STATUS, seconds)
        return None if answer is None else answer.state

    def number(self) -> str | None:
        """The module's own number; `None` when it does not tell."""
        try:
            answer = self._ask(replies.NUMBER)
            return None if answer is None else replies.module_number(answer.data)
        except (Spoiled, BadReply):
            return None

    def find(self) -> bool | None:
        """Whether a card that was not found before lies in the field; `None` for silence."""
        try:
            answer = self._ask(replies.FIND, tries=1)
        except Spoiled:
            # A card is told only once, and this may have been the word: whoever can be selected was found.
            self._selected = self._select() == replies.OK
            return self._selected
        return None if answer is None else answer.state == replies.FOUND

    def read(self) -> Content:
        """What the card holds that was just found. Raises `UnreadableIdCard`."""
        for _ in range(TRIES):
            state = replies.OK if self._selected else self._select()
            self._selected = False
            if state == replies.OK:
                return self._content()
            if state is None:
                raise UnreadableIdCard(replies.SILENT, "no answer to select")
            if state != replies.SELECT_FAILED:
                raise UnreadableIdCard(replies.why_unread(state), f"select answered {state:02X}")
            if not self.find():  # found again: it only lay badly
                raise UnreadableIdCard(replies.PULLED, "gone before it was selected")
        raise UnreadableIdCard(replies.UNKNOWN, "found, and cannot be selected")

    def still_there(self) -> bool:
        """Whether the card that was read lies there yet.

        As long as it does, its later address can be asked for without finding it again. A module that does not know
        the question says no, and the card is taken for gone a little too early.
        """
        try:
            answer = self._ask(replies.LATER_ADDRESS, READ_S)
        except Spoiled:
            return True  # somebody answers: look again
        return answer is not None and answer.state in (replies.OK, replies.NOTHING_STORED)

    def _select(self) -> int | None:
        """The module's word; `None` for silence. Once selected a card cannot be selected again, so this is asked once:
        when the answer came spoiled, reading will tell."""
        try:
            answer = self._ask(replies.SELECT, tries=1)
        except Spoiled:
            return replies.OK
        return None if answer is None else answer.state

    def _content(self) -> Content:
        try:
            answer = self._ask(replies.READ, READ_S, LARGE)
            if answer is None:
                raise UnreadableIdCard(replies.SILENT, "no answer to read")
            if answer.state != replies.OK:
                raise UnreadableIdCard(replies.why_unread(answer.state), f"read answered {answer.state:02X}")
            return replies.content(answer.data)
        except (Spoiled, BadReply) as error:
            raise UnreadableIdCard(replies.DAMAGED, "no whole answer to read") from error

    def _ask(self, question: bytes, seconds: float = ANSWER_S, size: int = SMALL, tries: int = TRIES) -> Reply | None:
        """The answer; `None` when nothing at all comes. Raises `Spoiled`."""
        for _ in range(tries):
            self._drain()
            self._wire.write(question)
            frames, came = self._hear(seconds + size * BITS_PER_BYTE / self._baud)
            for frame in frames:
                if frame.intact:
                    return _reply(frame)
            if not came:
                return None
        raise Spoiled

    def _hear(self, seconds: float) -> tuple[list[Frame], bool]:
        """All frames up to the first whole one; whether anything came."""
        stream, frames, came = Frames(), list[Frame](), False
        until = quiet = time.monotonic() + seconds
        while (left := min(until, quiet) - time.monotonic()) > 0 and not self._closing():
            got = self._wire.read(min(GLANCE_S, left))
            if got:
                came, quiet = True, time.monotonic() + GAP_S
                frames += stream.feed(got)
            if any(frame.intact for frame in frames):
                return frames, came
        return frames + stream.give_up(), came

    def _drain(self) -> None:
        """An answer that came too late is not the answer to what we ask now."""
        for _ in range(DRAINS):
            if not self._wire.read(0):
                return


def _reply(frame: Frame) -> Reply:
    try:
        return replies.decode(frame.body)
    except BadReply as error:
        raise Spoiled from error
