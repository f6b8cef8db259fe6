"""Somebody who waits for a report, at a printer that plays itself."""

import threading

from printer_room import Printer
from report_pages import report

from kiosk.core.errors import PagesLeft
from kiosk.devices import Pages
from kiosk.devices.report_printers.ipp import IppPrinter, open_driver

A4 = Pages("A4")


def driver(
    peer: Printer, print_s: float = 5.0, scheme: str = "ipp", ca_file: str | None = None, timeout_s: float = 2.0
) -> IppPrinter:
    return open_driver(f"{scheme}://{peer.address}", timeout_s, print_s, ca_file, "kiosk-T01")


class Patient:
    """Which pages came out, and how it ended."""

    def __init__(self, printer: IppPrinter, pages: int = 3, wish: Pages = A4) -> None:
        self.seen: list[int] = []
        self.got: int | None = None
        self.left: PagesLeft | None = None
        self._thread = threading.Thread(target=self._wait, args=(printer, report(pages), wish))
        self._thread.start()

    def end(self) -> "tuple[str, int] | int | None":
        """The pages, or the code and the pages."""
        self._thread.join(20)
        return self.got if self.left is None else (self.left.code, self.left.printed)

    def fault(self) -> tuple[str, int]:
        """The code and the pages of one that did not come out whole."""
        end = self.end()
        assert isinstance(end, tuple)
        return end

    def _wait(self, printer: IppPrinter, pdf: bytes, wish: Pages) -> None:
        try:
            self.got = printer.print(pdf, wish, self.seen.append)
        except PagesLeft as left:
            self.left = left
