"""A report printer for the dock and for tests: it counts pages, and can jam, run out, be slow, open, lose its plug."""

import threading
from collections.abc import Callable

from kiosk.core.errors import PagesLeft
from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Health, Pages, Post
from kiosk.devices.report_printers.documents import SIZES, pages_in

LOW = 20  # sheets left in the tray when the sensor speaks up


class SimulatedReportPrinter:
    """Keeps what it printed: `printed` are the whole documents, `torn` the pages of each that ended in the middle.

    `sheets` counts the paper in the tray. Every verb may be called from any thread, also while it prints.
    """

    def __init__(self, sheets: int = 500, page_s: float = 0.0, name: str = "report_printer") -> None:
        self.name = name
        self.sheets = sheets
        self.printed: list[tuple[bytes, Pages]] = []
        self.torn: list[int] = []
        self._page_s = page_s
        self._plugged = True
        self._cover_open = False
        self._jam_at: int | None = None
        self._jammed = False
        self._toner = True
        self._closing = threading.Event()
        self._post: Post | None = None

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        if not self._plugged:
            return Health("offline", code="E-RPT-01")
        if self._cover_open:
            return Health("online", "full" if self.sheets else "out", cover_open=True, code="E-RPT-04")
        if self._jammed:
            return Health("online", "jammed", cover_open=False, code="E-RPT-05")
        if self.sheets <= 0:
            return Health("online", "out", cover_open=False, code="E-RPT-02")
        paper = Health("online", "low" if self.sheets <= LOW else "full", cover_open=False)
        return paper if self._toner else Health("hardware_error", paper.paper, cover_open=False, code="E-RPT-06")

    def facts(self) -> Facts:
        return Facts(
            "simulated",
            can={"duplex": True, "papers": ", ".join(SIZES), "trays": None, "colour": False, "pdf": True},
        )

    def print(self, pdf: bytes, pages: Pages, printed: Callable[[int], None]) -> int:
        """See `ReportPrinter`: raises `PagesLeft`; nothing of that document comes out after a refill."""
        count = pages_in(pdf)
        if count is None or (pages.paper is not None and pages.paper not in SIZES):
            raise PagesLeft("E-RPT-07", f"{self.name} cannot print this", 0)
        for page in range(1, count + 1):
            self._jammed = self._jammed or page == self._jam_at
            if not self.health().usable or self._closing.wait(self._page_s):
                self._leave(page - 1)
            if page % 2 or not pages.duplex:
                self.sheets -= 1
            printed(page)
        self.printed.append((pdf, pages))
        return count

    def close(self) -> None:
        self._closing.set()

    def refill(self, sheets: int = 500) -> None:
        self.sheets = sheets
        self._changed()

    def paper_low(self) -> None:
        self.refill(LOW)

    def paper_out(self) -> None:
        self.refill(0)

    def out_after(self, sheets: int) -> None:
        """Only so many are left."""
        self.refill(sheets)

    def slow(self, page_s: float) -> None:
        """Take so long for each page."""
        self._page_s = page_s

    def jam(self) -> None:
        self._jammed = True
        self._changed()

    def jam_at(self, page: int) -> None:
        """Jam before this page of the next document."""
        self._jam_at = page

    def clear_jam(self) -> None:
        self._jammed = False
        self._jam_at = None
        self._changed()

    def open_cover(self) -> None:
        self._cover_open = True
        self._changed()

    def close_cover(self) -> None:
        self._cover_open = False
        self._changed()

    def toner_out(self) -> None:
        self._toner = False
        self._changed()

    def new_toner(self) -> None:
        self._toner = True
        self._changed()

    def unplug(self) -> None:
        self._plugged = False
        self._changed()

    def plug(self) -> None:
        self._plugged = True
        self._changed()

    def _leave(self, out: int) -> None:
        if out:
            self.torn.append(out)
        raise PagesLeft(self.health().code or "E-RPT-03", f"{self.name} was told to fail", out)

    def _changed(self) -> None:
        if self._post is not None and not self._closing.is_set():
            self._post(DeviceChanged(self.name))


def open_driver(sheets: int = 500, page_s: float = 0.0, name: str = "report_printer") -> SimulatedReportPrinter:
    """A printer with `sheets` in its tray that takes `page_s` seconds a page."""
    return SimulatedReportPrinter(sheets, page_s, name)
