"""What a disk holds when the power goes: all that was synced, and of the rest any part, torn at any sector.

Follows the acts of a `WatchedDisk`. A sync that failed leaves its pages in the cache, clean although they may never
have reached the disk: no later sync writes them, only a new write does (ext4 and others since Linux 4.13, "fsyncgate").
"""

import random
from dataclasses import dataclass, field

from watched_disk import Op

PAGE = 4096
TEARS = ("nothing", "all", "prefix", "last", "subset", "garbage")


@dataclass
class File:
    """One inode: what is on the platter, what its readers see, and what has been asked for since the last sync."""

    durable: bytearray = field(default_factory=bytearray)
    cache: bytearray = field(default_factory=bytearray)
    pending: list[Op] = field(default_factory=list)
    stranded: set[int] = field(default_factory=set)  # pages that a failed sync left in the cache alone

    def ask(self, op: Op) -> None:
        """A write or a truncation, which the next sync makes durable."""
        _apply(self.cache, op)
        if op.kind == "write":
            op = self._whole_pages(op)
        self.pending.append(op)

    def sync(self) -> None:
        """The disk has taken it."""
        for op in self.pending:
            _apply(self.durable, op)
        self.pending = []

    def fail_to_sync(self, rng: random.Random) -> None:
        """Some of it may have arrived; the rest never will by itself."""
        self.durable = self.torn(rng)
        for op in self.pending:
            self.stranded |= set(_pages(op))
        self.pending = []

    def torn(self, rng: random.Random, how: str = "") -> bytearray:
        """What is on the platter after a cut now."""
        how = how or rng.choice(TEARS)
        sector = rng.choice((512, 4096))
        torn = bytearray(self.durable)
        for op in _kept(self.pending, how, sector, rng):
            _apply(torn, op)
        if how == "subset" and len(self.cache) > len(torn) and rng.random() < 0.3:
            torn.extend(bytes(len(self.cache) - len(torn)))  # the length has arrived, what belongs there has not
        return torn

    def _whole_pages(self, op: Op) -> Op:
        pages = set(_pages(op))
        if not pages & self.stranded:
            return op
        self.stranded -= pages
        start = min(pages) * PAGE
        return Op("write", op.file, start, bytes(self.cache[start : (max(pages) + 1) * PAGE]))


@dataclass
class Platter:
    """The folder as the disk knows it."""

    rng: random.Random
    names: dict[str, File] = field(default_factory=dict)  # what programs see
    durable: dict[str, File] = field(default_factory=dict)
    pending: list[dict[str, File | None]] = field(default_factory=list)  # entries made, or gone: None

    def follow(self, op: Op) -> None:
        """The next thing that happened."""
        if op.failed and op.kind != "sync":
            return
        match op.kind:
            case "create":
                self._enter({op.file: File()})
            case "delete":
                self._enter({op.file: None})
            case "rename":
                self._enter({op.file: None, op.to: self.names[op.file]})
            case "write" | "truncate":
                self.names[op.file].ask(op)
            case "sync" if op.failed:
                self.names[op.file].fail_to_sync(self.rng)
            case "sync":
                self.names[op.file].sync()
            case "sync_folder":
                self.durable, self.pending = dict(self.names), []

    def cut(self, how: str = "") -> dict[str, bytes]:
        """The power goes now: the files there are afterwards. `how` tears the files: one of `TEARS`, or any."""
        entries: dict[str, File | None] = dict(self.durable)
        for change in self.pending:
            if self.rng.random() < 0.5:
                entries |= change
        return {name: bytes(file.torn(self.rng, how)) for name, file in entries.items() if file is not None}

    def _enter(self, change: dict[str, File | None]) -> None:
        entries = self.names | change
        self.names = {name: file for name, file in entries.items() if file is not None}
        self.pending.append(change)


def _kept(pending: list[Op], how: str, sector: int, rng: random.Random) -> list[Op]:
    match how:
        case "nothing":
            return []
        case "all":
            return pending
        case "prefix":
            pieces = _sectors(pending, sector)
            return pieces[: rng.randrange(len(pieces) + 1)]
        case "last":
            pieces = _sectors(pending, sector)
            return pieces[rng.randrange(len(pieces) + 1) :]
    pieces = [piece for piece in _sectors(pending, sector) if rng.random() < 0.5]
    return pieces if how == "subset" else [_spoilt(piece, rng) for piece in pieces]


def _sectors(pending: list[Op], sector: int) -> list[Op]:
    """Cut every write where a sector begins: a sector arrives whole or not at all."""
    pieces = []
    for op in pending:
        start, end = op.offset, op.offset + len(op.data)
        while start < end:
            stop = min(end, (start // sector + 1) * sector)
            pieces.append(Op("write", op.file, start, op.data[start - op.offset : stop - op.offset]))
            start = stop
        if op.kind == "truncate":
            pieces.append(op)
    return pieces


def _spoilt(piece: Op, rng: random.Random) -> Op:
    """A sector that was being written when the power went may hold anything."""
    if piece.kind == "truncate" or rng.random() < 0.8:
        return piece
    return Op("write", piece.file, piece.offset, rng.randbytes(len(piece.data)))


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        del content[op.offset :]
        content.extend(bytes(op.offset - len(content)))
        return
    content.extend(bytes(max(0, op.offset - len(content))))
    content[op.offset : op.offset + len(op.data)] = op.data


def _pages(op: Op) -> range:
    return range(op.offset // PAGE, (op.offset + max(len(op.data), 1) - 1) // PAGE + 1)
