"""Work that goes on beside the conversation, so that no tap ever waits for it."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kiosk.core.errors import BackendUnreachable

T = TypeVar("T")


class Job(Generic[T]):
    """Work that goes on beside the conversation."""

    def __init__(self, number: int, deadline: float) -> None:
        self.number = number
        self.deadline = deadline
        self.done = False
        self._value: T | None = None
        self._error: Exception | None = None

    def run(self, work: Callable[[], T]) -> None:
        try:
            self._value = work()
        except Exception as error:  # handed over to whoever asks for the result
            self._error = error
        self.done = True

    def result(self) -> T:
        """What the work returned, or the error it raised; `BackendUnreachable` if it has not ended."""
        if not self.done:
            raise BackendUnreachable("took too long")
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # set by run() whenever there is no error


Beside = Callable[[Callable[[], None]], None]


def on_a_thread(work: Callable[[], None]) -> None:
    """Run it on a thread of its own, which must not keep the process alive."""
    threading.Thread(target=work, name="job", daemon=True).start()
