"""Plays a network printer's part of a tape: it answers over HTTP what was answered then, and prints nothing."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kiosk.devices.ipp import NotIpp, Operation, decode, encode
from kiosk.devices.ipp.words import About
from kiosk.selftest.replay import LONGEST_PAUSE_S, BadTape, Turn

BEGINS_A_JOB = frozenset({Operation.CREATE_JOB, Operation.PRINT_JOB})
TURNS = BEGINS_A_JOB | {Operation.CANCEL_JOB}  # after these the printer is another than before
NOT_SUPPORTED = 0x0501  # RFC 8011, B.1.5.2
NUMBER = slice(4, 8)  # where the number of the question stands, in both
MOST_ASKED = 64 * 1024 * 1024  # bytes of one question with its document

Question = tuple[int, str | None]  # what is asked, and of which jobs


@dataclass
class Scene:
    """What was asked until the next document was begun or called off: of each question the answers, in order, and what
    they took. `opened`: by which act."""

    opened: int = 0
    answers: dict[Question, list[tuple[float, bytes]]] = field(default_factory=dict)
    told: dict[Question, int] = field(default_factory=dict)

    def next(self, question: Question) -> tuple[float, bytes] | None:
        """Its next answer; the last one stays."""
        known = self.answers.get(question)
        if known is None:
            return None
        at = self.told.get(question, 0)
        self.told[question] = at + 1
        return known[min(at, len(known) - 1)]


class PlayedPrinter:
    """The printer before its first document, and with each of them, over and over. May be asked from any thread."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        """Raises `BadTape` for what was said by no printer."""
        self._scenes = _scenes(turns)
        self._at = 0
        self._lock = threading.Lock()

    def answer(self, said: bytes) -> tuple[float, bytes]:
        """How long it takes, and what it answers; empty where it did not. Raises `NotIpp`."""
        question = _question(said)
        with self._lock:
            if question[0] in TURNS:
                self._turn(question[0])
            for scene in (self._scenes[self._at], *self._scenes):
                if (found := scene.next(question)) is not None:
                    after, answer = found
                    return after, answer and answer[:4] + said[NUMBER] + answer[8:]
        return 0.0, encode(NOT_SUPPORTED, int.from_bytes(said[NUMBER], "big", signed=True), ())

    def _turn(self, act: int) -> None:
        """Go on to the next document; or to where this one was called off, if it was."""
        count = len(self._scenes)
        ahead = [(self._at + far) % count for far in range(1, count + 1)][: None if act in BEGINS_A_JOB else 1]
        self._at = next((at for at in ahead if self._scenes[at].opened == act), self._at)
        self._scenes[self._at].told.clear()


def serve(printer: PlayedPrinter, ready: Callable[[int], None]) -> None:
    """Be that printer on a free port of this machine, until interrupted. `ready` is told the port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _asked_of(printer)) as server:
        server.daemon_threads = True
        ready(server.server_address[1])
        server.serve_forever()


def _asked_of(printer: PlayedPrinter) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        """One question over HTTP."""

        timeout = 20.0  # seconds for whoever has begun to ask

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            asked = self.rfile.read(int(length)) if length.isdecimal() and int(length) <= MOST_ASKED else b""
            try:
                after, answer = printer.answer(asked)
            except NotIpp:
                self.send_error(400)
            else:
                time.sleep(after)
                self._say(answer)

        def _say(self, answer: bytes) -> None:
            if answer:
                self.send_response(200)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """What is asked is nobody's business."""

    return Door


def _scenes(turns: Sequence[Turn]) -> list[Scene]:
    scenes = [Scene()]
    for turn, following in zip(turns, (*turns[1:], None), strict=True):
        if not turn.ours:
            continue
        try:
            question = _question(turn.said)
        except NotIpp as error:
            raise BadTape("no printer was asked on it") from error
        if question[0] in TURNS:
            scenes.append(Scene(question[0]))
        answered = following is not None and not following.ours
        heard = (following.at - turn.at, following.said) if following is not None and answered else (0.0, b"")
        scenes[-1].answers.setdefault(question, []).append((min(LONGEST_PAUSE_S, max(0.0, heard[0])), heard[1]))
    return scenes


def _question(said: bytes) -> Question:
    asked = decode(said)
    return asked.status, asked.first(About.OPERATION).text("which-jobs")
