"""The terminal that is measured: real drivers as in a lobby, a gateway and a printer that answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.dock.backstage import Backstage

CONFIG = """
[terminal]
id = "BENCH"

[gateway]
url = "{gateway}"

[journal]
file = "journal.db"

[[devices]]
kind = "cards"
driver = "pcsc"
name = "reader"

[[devices]]
kind = "scanners"
driver = "simulated"
name = "scanner"

[[devices]]
kind = "receipt_printers"
driver = "escpos"
name = "printer"
connection = "{printer}"
"""


@contextmanager
def cabinet(folder: Path) -> Iterator[Path]:
    """Its configuration file. Gateway and printer are not part of the terminal and are not counted."""
    backstage = Backstage()
    backstage.open()
    try:
        file = folder / "kiosk.toml"
        config = CONFIG.format(gateway=backstage.gateway.url, printer=backstage.printer.connection)
        file.write_text(config, encoding="utf-8")
        yield file
    finally:
        backstage.close()
