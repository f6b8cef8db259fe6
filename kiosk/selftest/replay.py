"""Plays the device's part of a tape, so that an odd device of a far hospital can be met at a developer's desk."""

import json
import os
import select
import time
import tty
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast, get_args

from kiosk.devices.tape import Mask, Spoken, as_it_is

MOST_LINES, MOST_BYTES = 100_000, 64 * 1024 * 1024
LONGEST_PAUSE_S = 5.0  # a device that spoke after an hour need not be waited for so long


class BadTape(Exception):
    """The file is no tape; the text says where and why."""


@dataclass(frozen=True)
class Turn:
    """What one of them said until the other spoke; `at`: seconds since the tape began."""

    at: float
    ours: bool
    said: bytes


@dataclass(frozen=True)
class Recording:
    """What a tape holds. `spoken`: how both of them spoke. `driver`: who masked it; empty where that is not told."""

    spoken: Spoken
    driver: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Saying:
    """What the device says, so many seconds after the last word."""

    after: float
    said: bytes


def load_tape(file: Path) -> Recording:
    """Read a tape as `kiosk.devices.tape` describes it. Raises `BadTape`."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadTape("too large for a tape")
        lines = file.read_text("ascii").splitlines()
    except OSError as error:
        raise BadTape(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadTape("not a tape") from error
    head = _record(1, lines[0]) if 0 < len(lines) <= MOST_LINES else {}
    spoken = head.get("spoken", "bytes")
    if head.get("kiosk-tape") != 1 or spoken not in get_args(Spoken):
        raise BadTape("not a tape")
    turns = tuple(_turn(number, line) for number, line in enumerate(lines[1:], 2))
    return Recording(cast(Spoken, spoken), str(head.get("driver", "")), turns)


class Player:
    """Answers what we say with what was answered then. Pure: knows no line and no clock."""

    def __init__(self, turns: Sequence[Turn], mask: Mask = as_it_is) -> None:
        """`mask`: how the tape was masked; what we say now fits when it would stand on the tape just so."""
        self.strange = 0  # bytes of ours that are nowhere on the tape
        self._turns = turns
        self._mask = mask
        self._at = 0
        self._heard = b""

    def begin(self) -> list[Saying]:
        """What the device says before anybody asks."""
        return self._sayings(0.0)

    def hear(self, said: bytes) -> list[Saying]:
        """Something of ours; what the device answers to it."""
        self._heard += said
        answers: list[Saying] = []
        while self._heard:
            found = self._find()
            if found is None:
                self._heard = self._heard[1:]
                self.strange += 1
                continue
            if len(self._heard) < len(self._turns[found].said):
                break  # the rest of it is to come
            self._heard = self._heard[len(self._turns[found].said) :]
            self._at = found + 1
            answers += self._sayings(self._turns[found].at)
        return answers

    def _find(self) -> int | None:
        """Where on the tape this, or what it is the beginning of, was said: next, later, or, since devices are asked
        the same over and over, earlier."""
        order = chain(range(self._at, len(self._turns)), range(self._at))
        first = {self._heard[:1], self._mask(self._heard[:1])}  # masking all of every turn would take seconds
        ours = (n for n in order if self._turns[n].ours and self._turns[n].said[:1] in first)
        return next((n for n in ours if self._fits(self._turns[n].said)), None)

    def _fits(self, said: bytes) -> bool:
        """What has not come yet is taken from the tape: many a mask understands only what is whole."""
        whole = self._heard[: len(said)] + said[len(self._heard) :]
        return whole == said or self._mask(whole) == said

    def _sayings(self, last: float) -> list[Saying]:
        said = []
        while self._at < len(self._turns) and not self._turns[self._at].ours:
            turn = self._turns[self._at]
            said.append(Saying(min(LONGEST_PAUSE_S, max(0.0, turn.at - last)), turn.said))
            last = turn.at
            self._at += 1
        return said


def play_on_a_line(player: Player, link: Path, ready: Callable[[Path], None]) -> None:
    """Be the device on a serial line whose other end is `link`, until interrupted. `ready` is told where it is."""
    ours, theirs = os.openpty()
    try:
        tty.setraw(theirs)
        link.symlink_to(os.ttyname(theirs))
        ready(link)
        _say(ours, player.begin())
        while True:
            select.select([ours], [], [])
            _say(ours, player.hear(os.read(ours, 4096)))
    finally:
        os.close(ours)
        os.close(theirs)


def _say(line: int, sayings: Sequence[Saying]) -> None:
    for saying in sayings:
        time.sleep(saying.after)
        os.write(line, saying.said)


def _record(number: int, line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadTape(f"line {number}: not JSON") from error
    except RecursionError as error:
        raise BadTape(f"line {number}: too many brackets in each other") from error
    if not isinstance(record, dict):
        raise BadTape(f"line {number}: not an object")
    return record


def _turn(number: int, line: str) -> Turn:
    record = _record(number, line)
    at, by, said = record.get("at"), record.get("by"), record.get("hex")
    if not isinstance(at, int | float) or at < 0 or by not in ("us", "device") or not isinstance(said, str):
        raise BadTape(f"line {number}: it must have at, by (us or device) and hex")
    try:
        return Turn(float(at), by == "us", bytes.fromhex(said))
    except ValueError as error:
        raise BadTape(f"line {number}: not hex") from error
