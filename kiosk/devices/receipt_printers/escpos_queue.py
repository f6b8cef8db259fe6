"""Prints slips through a print server's queue, for a printer that hangs on another computer; none comes out late."""

import logging
import threading
import time
from collections.abc import Callable

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Slip
from kiosk.devices.ipp.line import NoAnswer
from kiosk.devices.receipt_printers.escpos_status import FORGET
from kiosk.devices.receipt_printers.print_queue import PrintQueue, Refused
from kiosk.devices.receipt_printers.queue_status import COMPLETED, PENDING, Job, decode_queue, faults

LOOK_S = 0.1  # between two looks at a job
FORGET_S = 1.0  # to reach the printer with ten bytes, if it can be reached at all
OFFLINE = Health("offline", code="E-PRN-01")
log = logging.getLogger(__name__)


class QueuePrinter:
    """At most one slip is in the queue. What a fault left there is taken out before anything else is done."""

    def __init__(
        self, name: str, queue: PrintQueue, encode: Callable[[Slip], bytes], timeout_s: float, print_s: float
    ) -> None:
        self.name = name
        self._queue = queue
        self._encode = encode
        self._timeout_s = timeout_s
        self._print_s = print_s
        self._at_work = threading.Lock()  # nobody else takes out the slip that is being printed

    def health(self) -> Health:
        """Asks the server, which asks no printer: paper and cover are `None` unless the last job met something."""
        try:
            if self._at_work.acquire(blocking=False):
                try:
                    self._clear()
                finally:
                    self._at_work.release()
            return decode_queue(self._queue.printer())
        except NoAnswer:
            return OFFLINE

    def print(self, slip: Slip) -> None:
        """See `ReceiptPrinter`. A slip is out when the server says so and the printer has not begun to complain."""
        data = self._encode(slip)
        with self._at_work:
            before = self._begin()
            job = self._follow(self._put(data), self._print_s)
            if not job.begun and job.state != COMPLETED:
                raise DeviceFault("E-PRN-01", "the server never began with the slip")
            reason = self._complaints(before) if job.state == COMPLETED else f"the slip ended in state {job.state}"
            if reason:
                self._forget()
                raise DeviceFault("E-PRN-03", reason)

    def facts(self) -> Facts:
        """Asks the server."""
        try:
            printer = self._queue.printer()
        except NoAnswer:
            return Facts()
        return Facts(printer.text("printer-make-and-model"), printer.text("printer-firmware-string-version"))

    def close(self) -> None:
        """Nothing to let go of: each question has a line of its own."""

    def _begin(self) -> frozenset[str]:
        """What the printer complains of already. Raises `DeviceFault` when no slip may begin."""
        try:
            self._clear()
            printer = self._queue.printer()
        except NoAnswer as error:
            raise DeviceFault("E-PRN-01", f"no line to {self.name}: {error}") from error
        health = decode_queue(printer)
        if not health.usable:
            raise DeviceFault(health.code, "the printer is not ready")
        return faults(printer)

    def _put(self, data: bytes) -> int:
        try:
            return self._queue.put(data, self._print_s + 1)
        except Refused as error:
            raise DeviceFault("E-PRN-01", str(error)) from error
        except NoAnswer as error:
            self._forget()
            raise DeviceFault("E-PRN-03", f"the server never said whether it took the slip: {error}") from error

    def _follow(self, number: int, seconds: float) -> Job:
        """How a job ended; it is taken out when it has not by then."""
        job = Job(PENDING, begun=True)  # as long as nobody says that it has not begun
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            job = self._look(number, job)
            if job.ended:
                return job
            _rest()
        return self._take_out(number, job)

    def _take_out(self, number: int, job: Job) -> Job:
        """Cancel a job and wait until it has ended: it may come to its end first."""
        try:
            self._queue.take_out(number)
        except NoAnswer as error:
            log.warning("%s: a slip is still in the queue: %s", self.name, error)
        until = time.monotonic() + self._timeout_s
        while not (job := self._look(number, job)).ended and time.monotonic() < until:
            _rest()
        return job

    def _look(self, number: int, before: Job) -> Job:
        """As it is; as it was before while the server does not answer: it may be back in a moment."""
        try:
            return self._queue.job(number)
        except NoAnswer:
            return Job(before.state, begun=True)

    def _complaints(self, before: frozenset[str]) -> str:
        """What the printer has begun to complain of."""
        try:
            return ", ".join(sorted(faults(self._queue.printer()) - before))
        except NoAnswer:
            return ""  # the slip was out before the server went

    def _forget(self) -> None:
        """Take all of ours out of the queue, and have the printer throw away what it holds, if anybody listens."""
        try:
            self._clear()
            self._follow(self._queue.put(FORGET, FORGET_S), FORGET_S)
        except (NoAnswer, Refused) as error:
            log.warning("%s: what the printer holds may still come out: %s", self.name, error)

    def _clear(self) -> None:
        """Take out what is left of ours. Raises `NoAnswer` when some of it stays: it would come out before the next."""
        for number in self._queue.left():
            self._queue.take_out(number)


def _rest() -> None:
    threading.Event().wait(LOOK_S)
