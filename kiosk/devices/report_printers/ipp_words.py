"""What a printer's answers mean: how it is, what it can, how far it is with a document.

Words and numbers are those of RFC 8011, and where it has none, of PWG 5100.3, 5100.7, 5100.9 and 5100.13.
"""

from dataclasses import dataclass

from kiosk.devices import Facts, Health, Pages, Paper, State
from kiosk.devices.ipp import Attribute, Group, Operation, Tag
from kiosk.devices.ipp.reasons import COVER, JAM, OUT, reasons_of
from kiosk.devices.report_printers.documents import SIZES

PDF = "application/pdf"
PRINTER = (  # what we ask it about itself
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-make-and-model",
    "printer-firmware-string-version",
    "sides-supported",
    "media-supported",
    "media-source-supported",
    "color-supported",
    "document-format-supported",
    "operations-supported",
)
JOB = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-pages-completed",
    "job-impressions-completed",
    "job-media-sheets-completed",
)
PROCESSING, STOPPED = 4, 5  # printer-state
HELD, STOPPED_JOB, COMPLETED = 4, 6, 9  # job-state; beyond 6 nothing more comes out

# What keeps it from printing, the gravest first.
TROUBLES: tuple[tuple[str, State, frozenset[str]], ...] = (
    ("E-RPT-01", "offline", frozenset({"shutdown", "offline", "deactivated", "paused", "moving-to-paused"})),
    ("E-RPT-04", "online", COVER),
    ("E-RPT-05", "online", JAM),
    ("E-RPT-02", "online", OUT),
    (
        "E-RPT-06",
        "hardware_error",
        frozenset({"toner-empty", "marker-supply-empty", "marker-waste-full", "developer-empty", "opc-life-over"}),
    ),
    ("E-RPT-08", "hardware_error", frozenset({"output-area-full", "output-tray-missing"})),
    ("E-RPT-01", "hardware_error", frozenset({"spool-area-full", "fuser-over-temp", "fuser-under-temp"})),
)
SUPPLY_LOW = frozenset({"toner-low", "marker-supply-low", "marker-waste-almost-full", "developer-low"})
UNPRINTABLE = frozenset(  # reasons of a job
    {"document-format-error", "unsupported-document-format", "document-unprintable-error", "document-password-error"}
)
OFFLINE = Health("offline", code="E-RPT-01")


class Stuck(Exception):
    """The document will not come out by itself."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Trouble:
    """Why nothing comes out. `word`: the printer's own."""

    code: str
    state: State
    word: str


@dataclass(frozen=True)
class Job:
    """A document in the printer's hands. `printed`: pages that are out, `None` when it does not tell."""

    number: int
    name: str
    state: int
    reasons: tuple[str, ...] = ()
    printed: int | None = None

    @property
    def over(self) -> bool:
        """Nothing more of it will come out."""
        return self.state > STOPPED_JOB

    @property
    def held(self) -> bool:
        """It waits for somebody at the printer."""
        return self.state in (HELD, STOPPED_JOB)

    @property
    def why(self) -> str:
        """The code of one that did not come out whole."""
        return "E-RPT-07" if any(reason in UNPRINTABLE for reason in self.reasons) else "E-RPT-03"

    @property
    def done(self) -> bool:
        """All of it came out."""
        return self.state == COMPLETED and "job-completed-with-errors" not in self.reasons


def trouble(printer: Group) -> Trouble | None:
    """What keeps the printer from printing, as far as it says so."""
    reasons = reasons_of(printer)
    for code, state, words in TROUBLES:
        if found := words & reasons:
            return Trouble(code, state, min(found))
    if printer.flag("printer-is-accepting-jobs") is False:
        return Trouble("E-RPT-01", "offline", "accepts no jobs")
    stopped = printer.number("printer-state") == STOPPED
    return Trouble("E-RPT-01", "hardware_error", "stopped") if stopped else None


def health(printer: Group) -> Health:
    """How it is. Paper and cover are `None` when it gives no reasons at all."""
    wrong = trouble(printer)
    reasons = reasons_of(printer)
    busy: State = "busy" if printer.number("printer-state") == PROCESSING else "online"
    if wrong is None:
        code = "E-RPT-06" if SUPPLY_LOW & reasons else ""
        return Health(busy, _paper(reasons, None), False if reasons else None, code)
    return Health(wrong.state, _paper(reasons, wrong), wrong.code == "E-RPT-04" if reasons else None, wrong.code)


def facts(printer: Group) -> Facts:
    """What it is and can: `papers`, `trays` and `formats` are lists with commas."""
    sides, formats = printer.texts("sides-supported"), printer.texts("document-format-supported")
    media = printer.texts("media-supported")
    return Facts(
        printer.text("printer-make-and-model") or None,
        ", ".join(printer.texts("printer-firmware-string-version")) or None,
        {
            "duplex": any(way.startswith("two-sided") for way in sides) if sides else None,
            "papers": ", ".join(size for size, (word, _, _) in SIZES.items() if word in media) or None,
            "trays": ", ".join(printer.texts("media-source-supported")) or None,
            "colour": printer.flag("color-supported"),
            "pdf": PDF in formats if formats else None,
            "formats": ", ".join(formats) or None,
        },
    )


def refusal(printer: Group, pages: Pages) -> str:
    """Why this printer cannot print so, by its own words; empty when it may, or does not say."""
    formats, media = printer.texts("document-format-supported"), printer.texts("media-supported")
    trays = printer.texts("media-source-supported")
    if formats and PDF not in formats:
        return "it takes no PDF"
    if pages.paper is not None and (pages.paper not in SIZES or (media and SIZES[pages.paper][0] not in media)):
        return f"it has no paper {pages.paper}"
    if pages.tray is not None and trays and pages.tray not in trays:
        return f"it has no tray {pages.tray}"
    return ""


def takes_parts(printer: Group) -> bool:
    """Whether a job can be made first and get its document afterwards."""
    return {Operation.CREATE_JOB, Operation.SEND_DOCUMENT} <= set(printer.numbers("operations-supported"))


def wishes(pages: Pages, printer: Group) -> tuple[Attribute, ...]:
    """How the pages are to come out; what the printer does not know is not asked of it."""
    asked = []
    if any(way.startswith("two-sided") for way in printer.texts("sides-supported")):
        asked.append(Attribute("sides", Tag.KEYWORD, ("two-sided-long-edge" if pages.duplex else "one-sided",)))
    if pages.tray is not None:
        source = Attribute("media-source", Tag.KEYWORD, (pages.tray,))
        asked.append(Attribute("media-col", Tag.COLLECTION, ((*_size(pages.paper), source),)))
    elif pages.paper is not None:
        asked.append(Attribute("media", Tag.KEYWORD, (SIZES[pages.paper][0],)))
    return tuple(asked)


def job(group: Group, duplex: bool) -> Job:
    """What the printer says of a job; one that it says nothing of is still waiting."""
    pages = [n for word in ("job-pages-completed", "job-impressions-completed") for n in group.numbers(word)]
    sheets = group.number("job-media-sheets-completed")
    if sheets is not None:
        pages.append(sheets * 2 if duplex else sheets)
    return Job(
        group.number("job-id") or 0,
        group.text("job-name") or "",
        group.number("job-state") or 0,
        group.texts("job-state-reasons"),
        max(pages, default=None),
    )


def _paper(reasons: frozenset[str], wrong: Trouble | None) -> Paper | None:
    if wrong is not None and wrong.code in ("E-RPT-02", "E-RPT-05"):
        return "out" if wrong.code == "E-RPT-02" else "jammed"
    if reasons & {"media-low", *OUT}:
        return "low"
    return "full" if reasons else None


def _size(paper: str | None) -> tuple[Attribute, ...]:
    if paper is None:
        return ()
    _, width, height = SIZES[paper]
    size = (Attribute("x-dimension", Tag.INTEGER, (width,)), Attribute("y-dimension", Tag.INTEGER, (height,)))
    return (Attribute("media-size", Tag.COLLECTION, (size,)),)
