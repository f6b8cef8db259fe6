"""What a program and everything it started cost: memory and processor time, read from /proc (Linux, proc(5))."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
TICKS = os.sysconf("SC_CLK_TCK")
END_S = 5.0


@dataclass(frozen=True)
class Cost:
    """`cpu_s`: user and system seconds; `pss_mib`: each shared page counted once, divided among those who share it."""

    cpu_s: float
    pss_mib: float
    processes: int


def adopt_orphans() -> None:
    """A grandchild whose parent ends becomes our child, so that nothing a program starts escapes being counted."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def descendants(pid: int) -> set[int]:
    """Every living process below this one."""
    children: dict[int, list[int]] = {}
    for other in _pids():
        fields = _stat(other)
        if fields:
            children.setdefault(int(fields[1]), []).append(other)
    found: set[int] = set()
    to_see = [pid]
    while to_see:
        below = children.get(to_see.pop(), [])
        found.update(below)
        to_see.extend(below)
    return found


def cost(pids: set[int]) -> Cost:
    """What these processes have used until now, with the children they have already buried."""
    return Cost(sum(map(_cpu_s, pids)), sum(map(_pss_kib, pids)) / 1024, len(pids))


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program in a group of its own, ended with everything it started."""
    before = descendants(os.getpid())
    with log.open("ab") as said:
        program = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        yield program
    finally:
        _end(program, before)


def _end(program: "subprocess.Popen[bytes]", spared: set[int]) -> None:
    program.send_signal(signal.SIGTERM)
    try:
        program.wait(END_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    until = time.monotonic() + END_S
    while left := descendants(os.getpid()) - spared:
        for pid in left:
            _kill_and_bury(pid)
        if time.monotonic() > until:
            raise TimeoutError(f"still running: {left}")
        time.sleep(0.02)


def _kill_and_bury(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, os.WNOHANG)
    except (ProcessLookupError, ChildProcessError):
        return  # gone already, or somebody else's to bury


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid: int) -> list[str]:
    """State, parent, ... as in proc(5), after the name in brackets; empty when the process has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _cpu_s(pid: int) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
