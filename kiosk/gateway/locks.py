"""Two requests about the same thing wait for each other: one acts, the other sees what came of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kiosk.core.errors import Refused

PATIENCE_S = 6.0  # shorter than a terminal waits for an answer, so that it hears `busy` and not silence


@dataclass
class _Held:
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0


class Locks:
    """One lock per name, for as long as somebody uses it."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._guard = threading.Lock()

    @contextmanager
    def of(self, name: str, patience_s: float = PATIENCE_S) -> Iterator[None]:
        """Hold the lock of this name. Raises `Refused("busy")` when it is not free within the patience."""
        held = self._join(name)
        try:
            if not held.lock.acquire(timeout=patience_s):
                raise Refused("busy")
            try:
                yield
            finally:
                held.lock.release()
        finally:
            self._leave(name, held)

    def _join(self, name: str) -> _Held:
        with self._guard:
            held = self._held.setdefault(name, _Held())
            held.users += 1
            return held

    def _leave(self, name: str, held: _Held) -> None:
        with self._guard:
            held.users -= 1
            if held.users == 0:
                del self._held[name]
