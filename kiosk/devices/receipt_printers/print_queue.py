"""A print server's queue and what of ours is in it: put a slip in, look at it, take it out again.

Operations after RFC 8011; raw bytes and `job-cancel-after` after CUPS.
"""

import math
import socket
from urllib.parse import urlsplit

from kiosk.devices.ipp import About, Attribute, Group, Operation, Tag
from kiosk.devices.ipp.line import IppLine, NoAnswer
from kiosk.devices.receipt_printers.queue_status import Job, decode_job

FORM = "cups://host/queue"
ABOUT_PRINTER = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-make-and-model",
    "printer-firmware-string-version",
)
ABOUT_JOB = ("job-id", "job-state", "time-at-processing")
NOT_POSSIBLE, NOT_FOUND = 0x0404, 0x0406  # it has ended already, or is not known any more


class Refused(Exception):
    """The server answered that it does not take the slip."""


class PrintQueue:
    """Every method raises `NoAnswer` (an `OSError`) when the server does not answer, or does not know the queue."""

    def __init__(self, connection: str, timeout_s: float, user: str = "") -> None:
        """`user`: as whom the server knows this terminal; `kiosk-` and the computer's name by itself. Raises
        `ValueError` for an address of another form."""
        self._line = IppLine(address(connection), timeout_s)
        self._user = Attribute("requesting-user-name", Tag.NAME, ((user or f"kiosk-{socket.gethostname()}")[:255],))

    def printer(self) -> Group:
        """What the server says of the printer."""
        answer = self._line.ask(Operation.GET_PRINTER_ATTRIBUTES, (self._user, _wanted(ABOUT_PRINTER)))
        if not answer.ok:
            raise NoAnswer(f"the server does not show the queue ({answer.status:#06x})")
        return answer.first(About.PRINTER)

    def put(self, data: bytes, seconds: float) -> int:
        """Put bytes in for the printer; the number of the job. The server gives it up by itself after `seconds` of
        trying, should this terminal lose its power. Raises `Refused`."""
        asked = (
            self._user,
            Attribute("job-name", Tag.NAME, ("slip",)),
            Attribute("document-format", Tag.MIME_TYPE, ("application/vnd.cups-raw",)),
        )
        job = (
            Attribute("job-sheets", Tag.KEYWORD, ("none", "none")),  # no page with a name on it around a slip
            Attribute("job-cancel-after", Tag.INTEGER, (math.ceil(seconds),)),
        )
        answer = self._line.ask(Operation.PRINT_JOB, asked, job, data)
        number = answer.first(About.JOB).number("job-id")
        if not answer.ok or number is None:
            raise Refused(f"the server does not take the slip ({answer.status:#06x})")
        return number

    def job(self, number: int) -> Job:
        """How far a job is."""
        asked = (Attribute("job-id", Tag.INTEGER, (number,)), self._user, _wanted(ABOUT_JOB))
        answer = self._line.ask(Operation.GET_JOB_ATTRIBUTES, asked)
        job = decode_job(answer.first(About.JOB))
        if not answer.ok or job is None:
            raise NoAnswer(f"the server does not show the job ({answer.status:#06x})")
        return job

    def take_out(self, number: int) -> None:
        """Have the server cancel a job; one that has ended already is left as it is."""
        answer = self._line.ask(Operation.CANCEL_JOB, (Attribute("job-id", Tag.INTEGER, (number,)), self._user))
        if not answer.ok and answer.status not in (NOT_POSSIBLE, NOT_FOUND):
            raise NoAnswer(f"the server does not give the slip back ({answer.status:#06x})")

    def left(self) -> tuple[int, ...]:
        """The numbers of our jobs that have not ended."""
        asked = (
            self._user,
            Attribute("my-jobs", Tag.BOOLEAN, (True,)),
            Attribute("which-jobs", Tag.KEYWORD, ("not-completed",)),
            _wanted(ABOUT_JOB),
        )
        answer = self._line.ask(Operation.GET_JOBS, asked)
        if not answer.ok and answer.status != NOT_FOUND:
            raise NoAnswer(f"the server does not show its jobs ({answer.status:#06x})")
        numbers = (job.number("job-id") for job in answer.about(About.JOB))
        return tuple(number for number in numbers if number is not None)


def address(connection: str) -> str:
    """Where a queue is, for the line; `cups://host/queue` is short for where CUPS keeps it."""
    parts = urlsplit(connection)
    if parts.scheme != "cups":
        return connection
    queue = parts.path.strip("/")
    if not parts.netloc or not queue or "/" in queue:
        raise ValueError(f"connection is {connection!r}; it must be like {FORM}")
    return f"ipp://{parts.netloc}/printers/{queue}"


def _wanted(names: tuple[str, ...]) -> Attribute:
    return Attribute("requested-attributes", Tag.KEYWORD, names)
