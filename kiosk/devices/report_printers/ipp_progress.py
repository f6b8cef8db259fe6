"""How far one document is, and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.core.errors import PagesLeft
from kiosk.devices.report_printers.ipp_words import Job, Stuck


@dataclass
class Progress:
    """`number`: the printer's for it, once it has said so; `told`: pages of which `printed` was told."""

    name: str
    pages: int | None
    duplex: bool
    printed: Callable[[int], None]
    number: int | None = None
    told: int = 0

    def tell(self, out: int) -> bool:
        """Pass on each page that has come out since; whether there was any. Empty backs, which some printers count
        as well, are none."""
        before = self.told
        while self.told < min(out, self.pages or out):
            self.told += 1
            self.printed(self.told)
        return self.told > before

    def end(self, job: Job | None, wrong: Stuck | None) -> int:
        """The pages that came out. The printer's word on the job counts, whatever happened on the way. Raises
        `PagesLeft`."""
        if job is not None and job.done:
            self.tell(job.printed or self.pages or 0)
            return self.told
        if job is not None:
            self.tell(job.printed or 0)
            wrong = wrong or Stuck(job.why, f"ended by the printer: {', '.join(job.reasons) or job.state}")
        raise PagesLeft(wrong.code if wrong else "E-RPT-03", wrong.reason if wrong else "", self.told)
