"""What is said of the report printer: to patients on the tile, to technicians beside its code."""

from kiosk.core.words import Phrase, phrase
from kiosk.devices import Health

NO_PAPER = "E-RPT-02"
FOR_TECHNICIANS = {
    "E-RPT-01": phrase("It does not answer or is paused: look at its power, its cable and its panel."),
    NO_PAPER: phrase("Put paper into the tray it prints from."),
    "E-RPT-03": phrase("It stopped without saying why: look at its panel and at the paper's way."),
    "E-RPT-04": phrase("Close its covers, push in its trays."),
    "E-RPT-05": phrase("Take out the jammed sheet."),
    "E-RPT-06": phrase("Put in toner, or empty the waste box."),
    "E-RPT-07": phrase("It refuses the documents: look at the formats and papers it knows."),
    "E-RPT-08": phrase("Take the paper out of its output tray."),
}


def why_no_reports(health: Health | None) -> Phrase | None:
    """Why no report can be printed now, for a tile; `None` when one can. `health`: of the printer, if there is one."""
    if health is None:
        return phrase("At the service window")
    if health.usable or (health.state == "busy" and not health.code):
        return None
    if health.code == NO_PAPER:
        return phrase("The report printer has no paper")
    return phrase("The report printer does not work now")
