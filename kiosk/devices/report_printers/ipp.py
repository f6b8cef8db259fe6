"""Prints documents on a network printer (IPP), and sees to it that nobody's pages come out after they have gone."""

import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.core.errors import PagesLeft
from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Health, Pages, Post
from kiosk.devices.ipp import Group
from kiosk.devices.ipp.line import IppLine, NoAnswer
from kiosk.devices.ipp.masking import mask
from kiosk.devices.report_printers.documents import pages_in
from kiosk.devices.report_printers.ipp_jobs import Jobs
from kiosk.devices.report_printers.ipp_progress import Progress
from kiosk.devices.report_printers.ipp_words import (
    OFFLINE,
    STOPPED,
    Job,
    Stuck,
    facts,
    health,
    refusal,
    trouble,
)
from kiosk.devices.tape import Spoken, Tape
from kiosk.devices.unforeseen import note

__all__ = ["IppPrinter", "mask", "open_driver"]

SPOKEN: Spoken = "ipp"  # on its tapes
LOOK_S = 0.25  # between two looks at a job
WATCH_S = 2.0  # between two looks at the printer: with a timeout of 3 s it is back within five
UNKNOWN = 50  # pages of a document that does not say how many it has
WARMING_UP = 2  # so many pages' time more before the first one
log = logging.getLogger(__name__)


class IppPrinter:
    """May be asked from any thread; prints one document at a time. Once started it watches the printer by itself."""

    def __init__(self, name: str, jobs: Jobs, user: str, timeout_s: float, print_s: float) -> None:
        self.name = name
        self._jobs = jobs
        self._user = user
        self._timeout_s = timeout_s
        self._print_s = print_s
        self._printing = threading.Lock()
        self._closing = threading.Event()
        self._pause = threading.Event()  # never set: a wait that closing does not cut short
        self._watched: Health | None = None
        self._thread: threading.Thread | None = None

    def start(self, post: Post) -> None:
        """Watch the printer, and call off whatever of ours an earlier fault, or an earlier run, has left in it."""
        self._watched = OFFLINE
        self._thread = threading.Thread(target=self._watch, args=(post,), name=self.name, daemon=True)
        self._thread.start()

    def health(self) -> Health:
        """As it was at the last look, at most some seconds ago; asked now when nobody watches."""
        return self._watched if self._watched is not None else self._ask()

    def facts(self) -> Facts:
        try:
            return facts(self._jobs.printer())
        except NoAnswer:
            return Facts()

    def print(self, pdf: bytes, pages: Pages, printed: Callable[[int], None]) -> int:
        """See `ReportPrinter`. Takes at most `print_s` a page, and some more to warm up or to call it off."""
        with self._printing:
            try:
                printer = self._ready(pages)
            except Stuck as stuck:
                raise PagesLeft(stuck.code, stuck.reason, 0) from stuck
            name = f"{self._user}-{secrets.token_hex(6)}"
            return self._print(pdf, pages, printer, Progress(name, pages_in(pdf), pages.duplex, printed))

    def close(self) -> None:
        """A document under way is called off."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2.0)

    def _ready(self, pages: Pages) -> Group:
        """What the printer says of itself, once nothing keeps it from printing and nothing of ours is left in it."""
        until = time.monotonic() + self._timeout_s
        try:
            printer = self._jobs.printer()
            _complain(printer, at_once=True)
            if why := refusal(printer, pages):
                raise Stuck("E-RPT-07", why)
            while not self._sweep():
                if time.monotonic() > until:
                    raise Stuck("E-RPT-01", "an earlier document has not been called off yet")
                self._pause.wait(LOOK_S)
        except NoAnswer as error:
            raise Stuck("E-RPT-01", f"it does not answer: {error}") from error
        return printer

    def _print(self, pdf: bytes, pages: Pages, printer: Group, progress: Progress) -> int:
        job = wrong = None
        try:
            job = self._follow(progress, self._submit(pdf, pages, progress, printer))
        except Stuck as stuck:
            wrong = stuck
        finally:  # whatever happened, also to the one who counts the pages
            if job is None:
                job = self._call_off(progress)
        return progress.end(job, wrong)

    def _submit(self, pdf: bytes, pages: Pages, progress: Progress, printer: Group) -> int:
        """The job's number. It is made before it gets its document, where the printer can: then that is known in
        time."""
        try:
            progress.number = number = self._jobs.make(progress.name, pages, printer)
            if number is None:
                return self._jobs.give_at_once(progress.name, pdf, pages, printer)
            self._jobs.give(number, pdf)
        except NoAnswer as error:
            raise Stuck("E-RPT-01", f"it did not say whether it took the document: {error}") from error
        return number

    def _follow(self, progress: Progress, number: int) -> Job:
        """The job once it is over. Raises `Stuck`."""
        progress.number = number
        heard = moved = time.monotonic()
        until = moved + self._print_s * ((progress.pages or UNKNOWN) + WARMING_UP)
        while True:
            now = time.monotonic()
            try:
                job, printer = self._jobs.look(number, progress.duplex), self._jobs.printer()
                heard = now
            except NoAnswer as error:
                if now - heard > self._timeout_s:
                    raise Stuck("E-RPT-01", f"it does not answer any more: {error}") from error
            else:
                if job.over:
                    return job
                moved = now if progress.tell(job.printed or 0) else moved
                waits = now - moved > self._print_s
                _complain(printer, waits)
                if job.held and waits:
                    raise Stuck("E-RPT-03", "the printer holds it back")
            if now > until:
                raise Stuck("E-RPT-03", "it takes too long")
            if self._closing.wait(LOOK_S):
                raise Stuck("E-RPT-03", "the terminal is being shut down")

    def _call_off(self, progress: Progress) -> Job | None:
        """The job once it is over; `None` when the printer has not got it, or does not say so in time. Should it still
        come out of the line, or the printer come back: the watch goes on calling off."""
        heard = now = time.monotonic()
        until = now if self._closing.is_set() else now + self._print_s
        while now < min(until, heard) + self._timeout_s:
            try:
                job = self._find(progress)
                if job is None or job.over:
                    return job
                self._jobs.cancel(job.number)
                heard = now
            except NoAnswer as error:
                log.warning("%s: a document could not be called off yet: %s", self.name, error)
            self._pause.wait(LOOK_S)
            now = time.monotonic()
        return None

    def _find(self, progress: Progress) -> Job | None:
        """By its number; by its name when the answer with the number was lost."""
        if progress.number is None:
            return self._jobs.find(progress.name, progress.duplex)
        return self._jobs.look(progress.number, progress.duplex)

    def _sweep(self) -> bool:
        """Call off what an earlier fault or run has left in the printer; whether there was nothing."""
        left = self._jobs.ours()
        for job in left:
            log.warning("%s: job %d of an earlier document is called off", self.name, job.number)
            self._jobs.cancel(job.number)
        return not left

    def _ask(self) -> Health:
        try:
            return health(self._jobs.printer())
        except NoAnswer:
            return OFFLINE

    def _watch(self, post: Post) -> None:
        while not self._closing.is_set():
            try:
                now = self._look()
            except Exception as error:  # whatever it is, it must not end the watch until somebody starts us again
                note(self.name, error)
                now = OFFLINE
            if now != self._watched and not self._closing.is_set():
                self._watched = now
                post(DeviceChanged(self.name))
            self._closing.wait(WATCH_S)

    def _look(self) -> Health:
        """How it is; whatever of ours is left in it is called off, unless a document is being printed."""
        now = self._ask()
        if now != OFFLINE and self._printing.acquire(blocking=False):
            try:
                self._sweep()
            except NoAnswer:
                return OFFLINE
            finally:
                self._printing.release()
        return now


def _complain(printer: Group, at_once: bool) -> None:
    """Raises `Stuck` for a printer that has stopped, or that names a trouble and is not to be waited for."""
    wrong = trouble(printer)
    if wrong and (at_once or printer.number("printer-state") == STOPPED):
        raise Stuck(wrong.code, wrong.word)


def open_driver(
    connection: str,
    timeout_s: float = 3.0,
    print_s: float = 10.0,
    ca_file: str | None = None,
    user: str = "",
    name: str = "report_printer",
    tape: Tape | None = None,
) -> IppPrinter:
    """A printer at `connection` (`ipp://10.0.0.7/ipp/print`, `ipps://...`, `http://127.0.0.1:631/printers/reports`).

    `timeout_s`: for an answer. `print_s`: for a page; two pages' time more to warm up. `ca_file`: vouches for the
    certificate of an `ipps` printer, or is that itself. `user`: as whom the printer knows this terminal, by itself
    `kiosk-` and the terminal's id; terminals that share a printer need different ones. Raises `ValueError`.
    """
    if ca_file is not None and not Path(ca_file).is_file():
        raise ValueError(f"ca_file is {ca_file!r}; there is no such file")
    user = user or f"kiosk-{socket.gethostname()}"
    return IppPrinter(name, Jobs(IppLine(connection, timeout_s, ca_file, tape), user), user, timeout_s, print_s)
