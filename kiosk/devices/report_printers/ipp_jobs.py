"""Our documents in a printer's hands: given, looked after, found again by their names, called off."""

from kiosk.devices import Pages
from kiosk.devices.ipp import About, Answer, Attribute, Group, Operation, Tag
from kiosk.devices.ipp.line import IppLine, NoAnswer
from kiosk.devices.report_printers.ipp_words import JOB, PDF, PRINTER, Job, Stuck, job, takes_parts, wishes

NOT_FOUND = 0x0406  # RFC 8011, B.1.4.7: a job that it has forgotten, too
SERVER_ERROR = 0x0500  # from here on it is the printer's fault
CANCELED = 7


class Jobs:
    """All that this terminal may do with jobs. Every method raises `NoAnswer` when the printer cannot be heard."""

    def __init__(self, line: IppLine, user: str) -> None:
        """`user`: as whom the printer knows this terminal; our jobs' names begin with it."""
        self._line = line
        self._user = user

    def printer(self) -> Group:
        """What the printer says of itself."""
        answer = self._line.ask(Operation.GET_PRINTER_ATTRIBUTES, (_words("requested-attributes", *PRINTER),))
        if not answer.ok:
            raise NoAnswer(f"status {answer.status:#06x}")
        return answer.first(About.PRINTER)

    def make(self, name: str, pages: Pages, printer: Group) -> int | None:
        """An empty job, of which nothing can come out yet; its number. `None`: this printer takes no empty ones."""
        if not takes_parts(printer):
            return None
        answer = self._line.ask(Operation.CREATE_JOB, self._named(name), wishes(pages, printer))
        return self._number(answer)

    def give(self, number: int, pdf: bytes) -> None:
        """The document of an empty job. Raises `Stuck`."""
        last = Attribute("last-document", Tag.BOOLEAN, (True,))
        answer = self._line.ask(Operation.SEND_DOCUMENT, (*self._of(number), _format(), last), data=pdf)
        self._number(answer)

    def give_at_once(self, name: str, pdf: bytes, pages: Pages, printer: Group) -> int:
        """Job and document in one; its number. Raises `Stuck`."""
        asked = (*self._named(name), _format())
        return self._number(self._line.ask(Operation.PRINT_JOB, asked, wishes(pages, printer), pdf))

    def look(self, number: int, duplex: bool) -> Job:
        """How far it is. One that the printer has forgotten is over."""
        asked = (*self._of(number), _words("requested-attributes", *JOB))
        answer = self._line.ask(Operation.GET_JOB_ATTRIBUTES, asked)
        if answer.status == NOT_FOUND:
            return Job(number, "", CANCELED)
        if not answer.ok:
            raise NoAnswer(f"status {answer.status:#06x}")
        return job(answer.first(About.JOB), duplex)

    def cancel(self, number: int) -> None:
        """Ask for it to be called off; whether it is, `look` will tell."""
        self._line.ask(Operation.CANCEL_JOB, self._of(number))

    def ours(self, over: bool = False, duplex: bool = False) -> tuple[Job, ...]:
        """Those of our jobs that are still to come, or those that are over."""
        which = _words("which-jobs", "completed" if over else "not-completed")
        mine = Attribute("my-jobs", Tag.BOOLEAN, (True,))
        asked = (self._as(), which, mine, _words("requested-attributes", *JOB))
        answer = self._line.ask(Operation.GET_JOBS, asked)
        if not answer.ok:
            raise NoAnswer(f"status {answer.status:#06x}")
        jobs = (job(group, duplex) for group in answer.about(About.JOB))
        return tuple(one for one in jobs if one.name.rpartition("-")[0] == self._user and one.over == over)

    def find(self, name: str, duplex: bool) -> Job | None:
        """The job with this name, waiting or over."""
        jobs = (*self.ours(over=False, duplex=duplex), *self.ours(over=True, duplex=duplex))
        return next((one for one in jobs if one.name == name), None)

    def _number(self, answer: Answer) -> int:
        if not answer.ok:
            said = answer.first(About.OPERATION).text("status-message") or ""
            code = "E-RPT-01" if answer.status >= SERVER_ERROR else "E-RPT-07"
            raise Stuck(code, f"status {answer.status:#06x} {said[:100]}".strip())
        number = answer.first(About.JOB).number("job-id")
        if number is None:
            raise NoAnswer("no number for a job")
        return number

    def _as(self) -> Attribute:
        return Attribute("requesting-user-name", Tag.NAME, (self._user,))

    def _named(self, name: str) -> tuple[Attribute, ...]:
        return self._as(), Attribute("job-name", Tag.NAME, (name,))

    def _of(self, number: int) -> tuple[Attribute, ...]:
        return Attribute("job-id", Tag.INTEGER, (number,)), self._as()


def _format() -> Attribute:
    return Attribute("document-format", Tag.MIME_TYPE, (PDF,))


def _words(name: str, *words: str) -> Attribute:
    return Attribute(name, Tag.KEYWORD, words)
