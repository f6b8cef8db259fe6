"""A receipt printer for the dock and for tests: it keeps every slip, and can run out, jam, open, and lose its plug."""

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Paper, Slip
from kiosk.devices.receipt_printers.layout import Code, lay_out

LOW = 40  # rows left on the roll when the near-end sensor speaks up: one slip


class SimulatedPrinter:
    """Keeps what it printed: `slips` are the whole ones, `torn` those that ended in the middle, as rows of text.

    `paper` counts the rows that are left on the roll. Every verb may be called from any thread.
    """

    def __init__(self, paper: int = 10_000, columns: int = 48, name: str = "printer") -> None:
        self.name = name
        self.paper = paper
        self.slips: list[tuple[str, ...]] = []
        self.torn: list[tuple[str, ...]] = []
        self._columns = columns
        self._plugged = True
        self._cover_open = False
        self._jammed = False
        self._ends_after: int | None = None

    def health(self) -> Health:
        if not self._plugged:
            return Health("offline", code="E-PRN-01")
        return Health("online", self._paper(), self._cover_open, self._code())

    def facts(self) -> Facts:
        return Facts("simulated", can={"columns": self._columns, "cuts": True})

    def print(self, slip: Slip) -> None:
        """See `ReceiptPrinter`: raises `DeviceFault` with the code of the protocol."""
        health = self.health()
        if not health.usable:
            raise DeviceFault(health.code, f"{self.name} was told to fail")
        rows = tuple(f"[{row.text}]" if isinstance(row, Code) else row.text for row in lay_out(slip, self._columns))
        left = self.paper if self._ends_after is None else self._ends_after
        self._use(len(rows))
        if left < len(rows):
            self.torn.append(rows[:left])
            raise DeviceFault("E-PRN-03", "paper ran out in the middle")
        self.slips.append(rows)

    def close(self) -> None:
        """Nothing to let go of."""

    def refill(self, rows: int = 10_000) -> None:
        """Put in a new roll and close the cover."""
        self.paper = rows
        self._ends_after = None
        self._cover_open = False

    def paper_low(self) -> None:
        self.paper = LOW

    def paper_out(self) -> None:
        self.paper = 0

    def out_after(self, rows: int) -> None:
        """Let the paper end after so many more rows, without the sensor having warned of it."""
        self._ends_after = rows

    def jam(self) -> None:
        self._jammed = True

    def clear_jam(self) -> None:
        self._jammed = False

    def open_cover(self) -> None:
        self._cover_open = True

    def close_cover(self) -> None:
        self._cover_open = False

    def unplug(self) -> None:
        self._plugged = False

    def plug(self) -> None:
        self._plugged = True

    def _use(self, rows: int) -> None:
        self.paper = max(0, self.paper - rows)
        if self._ends_after is not None:
            self._ends_after = max(0, self._ends_after - rows)
            self.paper = self.paper if self._ends_after else 0

    def _paper(self) -> Paper:
        if self._jammed:
            return "jammed"
        if self.paper <= 0:
            return "out"
        return "low" if self.paper <= LOW else "full"

    def _code(self) -> str:
        if self._jammed:
            return "E-PRN-05"
        if self._cover_open:
            return "E-PRN-04"
        return "E-PRN-02" if self.paper <= 0 else ""


def open_driver(paper: int = 10_000, columns: int = 48, name: str = "printer") -> SimulatedPrinter:
    """A printer with a roll of `paper` rows, `columns` wide."""
    return SimulatedPrinter(paper, columns, name)
