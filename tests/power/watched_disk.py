"""Watches what SQLite asks of the disk, and lets it fail: a layer over SQLite's own unix file system.

The layer is registered in the very SQLite library that Python's `sqlite3` uses, so what is watched is the real journal
making real calls on real files; what the journal asks of the disk past SQLite is watched too.
https://sqlite.org/vfs.html, sqlite3.h: `sqlite3_vfs`, `sqlite3_io_methods`.
"""

import _sqlite3
import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

OK, IOERR_WRITE, FULL, CANTOPEN, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_DELETE = 0, 778, 13, 14, 1034, 1546, 2570


@dataclass(frozen=True)
class Op:
    """Something the disk was asked to do. `kind`: create, write, truncate, sync, sync_folder, delete, rename; and
    `returned`, which the story itself writes down when the journal has promised something."""

    kind: str
    file: str = ""
    offset: int = 0  # truncate: the new size
    data: bytes = b""
    to: str = ""  # rename: the new name
    failed: bool = False


@dataclass
class WatchedDisk:
    """Everything asked in one folder, in order. `fault` looks at an act before it is done; another code than `OK` is
    SQLite's answer instead of doing it."""

    folder: Path
    ops: list[Op] = field(default_factory=list)
    fault: Callable[[Op], int] = lambda op: OK

    def asked(self, op: Op) -> int:
        """Note it down; how it ends."""
        code = self.fault(op)
        self.ops.append(replace(op, failed=code != OK))
        return code


_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_Close = ctypes.CFUNCTYPE(_I, _P)
_Write = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_Truncate = ctypes.CFUNCTYPE(_I, _P, _L)
_Sync = ctypes.CFUNCTYPE(_I, _P, _I)
_Open = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_Delete = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_SetCall = ctypes.CFUNCTYPE(_I, _P, ctypes.c_char_p, _P)
_GetCall = ctypes.CFUNCTYPE(_P, _P, ctypes.c_char_p)
_OpenFolder = ctypes.CFUNCTYPE(_I, _P, _P)


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", _I),
        *((name, _P) for name in ("close", "read", "write", "truncate", "sync")),
        ("others", _P * 14),
    ]


class _Vfs(ctypes.Structure):
    _fields_ = [
        *((name, _I) for name in ("version", "file_size", "longest_path")),
        *((name, _P) for name in ("next", "name", "app_data", "open", "delete")),
        ("others", _P * 11),
        *((name, _P) for name in ("set_call", "get_call", "next_call")),
    ]


@contextmanager
def watching(folder: Path) -> Iterator[WatchedDisk]:
    """While it lasts, every database opened in this process goes through the layer. Close what you open."""
    # The module's own library, or the program itself where the module is built in: both lead to the same SQLite.
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    real = library.sqlite3_vfs_find(b"unix")
    disk = WatchedDisk(folder)
    layer = _Layer(disk, real)
    library.sqlite3_vfs_register(ctypes.byref(layer.vfs), 1)
    python = _Python(disk)
    try:
        with patch.multiple(os, open=python.open, pwrite=python.pwrite, fsync=python.fsync, replace=python.replace):
            yield disk
            assert not layer.names, "still open: SQLite would call a layer that is gone"
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(layer.vfs))
        library.sqlite3_vfs_register(real, 1)
        layer.take_away()


class _Layer:
    """SQLite's unix file system with our functions in the places that change the disk."""

    def __init__(self, disk: WatchedDisk, real: Any) -> None:
        self._disk, self._real = disk, real
        self.names: dict[int, str] = {}  # open files by address
        self._methods: dict[int, _Methods] = {}  # ours, by the address of the original
        self._kept: list[Any] = []  # C keeps no reference to a Python function: somebody must
        self.vfs = _Vfs.from_buffer_copy(real.contents)
        self._name = ctypes.create_string_buffer(b"watched")
        self.vfs.name = ctypes.addressof(self._name)
        self.vfs.open = self._function(_Open, self._open)
        self.vfs.delete = self._function(_Delete, self._delete)
        self._open_folder = _OpenFolder(_GetCall(real.contents.get_call)(real, b"openDirectory"))
        self._set_open_folder(self._function(_OpenFolder, self._sync_folder))

    def take_away(self) -> None:
        """Folders are opened by SQLite itself again."""
        self._set_open_folder(None)

    def _set_open_folder(self, function: int | None) -> None:
        _SetCall(self._real.contents.set_call)(self._real, b"openDirectory", function)

    def _function(self, kind: Any, function: Callable[..., int]) -> int:
        self._kept.append(kind(function))
        return ctypes.cast(self._kept[-1], _P).value or 0

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = Path(ctypes.string_at(name).decode() if name else "")
        ours = path.parent == self._disk.folder
        if ours and not path.exists() and (code := self._disk.asked(Op("create", path.name))):
            return code
        code = _Open(self._real.contents.open)(ctypes.addressof(self._real.contents), name, file, flags, out)
        if ours and code == OK:
            self.names[file] = path.name
            methods = ctypes.cast(file, ctypes.POINTER(_P))  # the first field of every open file
            methods[0] = ctypes.addressof(self._watched(methods[0]))
        return int(code)

    def _watched(self, address: int) -> _Methods:
        if address not in self._methods:
            real = _Methods.from_address(address)
            ours = _Methods.from_buffer_copy(real)
            ours.close = self._function(_Close, self._closing(_Close(real.close)))
            ours.write = self._function(_Write, self._writing(_Write(real.write)))
            ours.truncate = self._function(_Truncate, self._truncating(_Truncate(real.truncate)))
            ours.sync = self._function(_Sync, self._syncing(_Sync(real.sync)))
            self._methods[address] = ours
        return self._methods[address]

    def _closing(self, real: Any) -> Callable[..., int]:
        def close(file: int) -> int:
            self.names.pop(file)
            return int(real(file))

        return close

    def _writing(self, real: Any) -> Callable[..., int]:
        def write(file: int, data: int, size: int, offset: int) -> int:
            op = Op("write", self.names[file], offset, ctypes.string_at(data, size))
            return self._disk.asked(op) or int(real(file, data, size, offset))

        return write

    def _truncating(self, real: Any) -> Callable[..., int]:
        def truncate(file: int, size: int) -> int:
            return self._disk.asked(Op("truncate", self.names[file], size)) or int(real(file, size))

        return truncate

    def _syncing(self, real: Any) -> Callable[..., int]:
        # The folder is synced within: it is noted down as its own act, after the file.
        def sync(file: int, flags: int) -> int:
            return self._disk.asked(Op("sync", self.names[file])) or int(real(file, flags))

        return sync

    def _delete(self, vfs: int, name: int, sync_folder: int) -> int:
        path = Path(ctypes.string_at(name).decode())
        ours = path.parent == self._disk.folder
        if ours and path.exists() and (code := self._disk.asked(Op("delete", path.name))):
            return code
        return int(_Delete(self._real.contents.delete)(ctypes.addressof(self._real.contents), name, sync_folder))

    def _sync_folder(self, name: int, out: int) -> int:
        path = Path(ctypes.string_at(name).decode())
        if path.parent == self._disk.folder:
            self._disk.asked(Op("sync_folder"))
        return int(self._open_folder(name, out))


class _Python:
    """What Python itself asks of files in the folder."""

    def __init__(self, disk: WatchedDisk) -> None:
        self._disk = disk
        self._open, self._pwrite, self._fsync, self._replace = os.open, os.pwrite, os.fsync, os.replace

    def open(self, path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_EXCL and Path(path).parent == self._disk.folder:
            self._ask(Op("create", Path(path).name))
        return self._open(path, flags, *more, **named)

    def pwrite(self, file: int, data: bytes, offset: int) -> int:
        path = Path(os.readlink(f"/proc/self/fd/{file}"))
        if path.parent == self._disk.folder:
            self._ask(Op("write", path.name, offset, data))
        return self._pwrite(file, data, offset)

    def fsync(self, file: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{file}"))
        if path.parent == self._disk.folder:
            self._ask(Op("sync", path.name))
        if path == self._disk.folder:
            self._ask(Op("sync_folder"))
        self._fsync(file)

    def replace(self, old: Path, new: Path) -> None:
        if old.parent == self._disk.folder:
            self._ask(Op("rename", old.name, to=new.name))
        self._replace(old, new)

    def _ask(self, op: Op) -> None:
        code = self._disk.asked(op)
        if code != OK:
            raise OSError(errno.ENOSPC if code == FULL else errno.EIO, "the disk says no")
