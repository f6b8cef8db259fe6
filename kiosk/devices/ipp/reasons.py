"""Why a network printer, or a print server's queue, says that nothing comes out (RFC 8011, 5.4.12). Pure."""

from kiosk.devices.ipp.words import Group

OUT = frozenset({"media-empty", "media-needed"})
JAM = frozenset({"media-jam"})
# A tray that was drawn out is pushed in again, as a cover is closed: nobody has to bring paper.
COVER = frozenset({"cover-open", "door-open", "interlock-open", "input-tray-missing"})
GRAVITY = ("report", "warning", "error")  # how a reason may end; printers do not agree when to say which


def reasons_of(printer: Group) -> frozenset[str]:
    """What it says of itself, without how grave it finds that; `none` when all is well."""
    return frozenset(map(_bare, printer.texts("printer-state-reasons")))


def _bare(reason: str) -> str:
    word, _, gravity = reason.rpartition("-")
    return word if word and gravity in GRAVITY else reason
