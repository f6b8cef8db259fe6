"""Every journey of `kiosk tour` ends as it must, through the real window, with no fen lost."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from rewindable import copy_database

from kiosk.core.clock import SkippableClock
from kiosk.core.payment_codes import PAYMENT_CODES
from kiosk.dock.backstage import Backstage
from kiosk.dock.paper import TextLine, read_paper
from kiosk.tour.album import Album
from kiosk.tour.journeys import JOURNEYS
from kiosk.tour.play import Summary, play
from kiosk.tour.visitor import How

TOLD_APART = ("pay", "pay-code", "maintenance")
EVERYTHING = How("en", elder=True, contrast=True, low=True)


@pytest.fixture(scope="module")
def first_day(backstage: Backstage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books of hospital, wallets and insurer before anybody has paid anything."""
    kept = tmp_path_factory.mktemp("first-day")
    for book in backstage.folder.glob("*.db"):
        copy_database(book, kept / book.name)
    return kept


@pytest.fixture
def fresh(backstage: Backstage, first_day: Path) -> Backstage:
    """A hospital where nobody has paid anything yet: the same one, whose gateway runs on, put back to its first day."""
    for book in first_day.iterdir():
        copy_database(book, backstage.folder / book.name)
    hospital = backstage.sim()
    hospital.mood()
    hospital.heal_insurer()
    for wallet in PAYMENT_CODES:
        hospital.heal(wallet)
    backstage.clock = SkippableClock()
    backstage.printer.refill()
    backstage.printer.slips.clear()
    return backstage


def played(name: str, stage: Backstage, how: How = How(), folder: Path | None = None) -> Summary:  # noqa: B008
    return play(JOURNEYS[name], how, Album(folder), stage)


def test_paying_by_qr_takes_two_touches_after_the_card_and_leaves_pictures_and_a_slip(
    fresh: Backstage, tmp_path: Path
) -> None:
    summary = played("pay", fresh, folder=tmp_path)

    assert summary.good
    assert summary.touches == 2
    assert standing(summary) == ["Attract", "PickBills", "PickChannel", "ShowQr", "Paid", "Attract"]
    assert json.loads((tmp_path / "summary.json").read_text("utf-8"))["charged_fen"] == summary.charged_fen > 0
    assert [path.name for path in sorted(tmp_path.glob("*.png"))] == [
        "01-attract.png",
        "02-pick-bills.png",
        "03-pick-channel.png",
        "04-show-qr.png",
        "05-paid.png",
        "06-attract.png",
        "slip-1.png",
    ]
    assert QImage(str(tmp_path / "04-show-qr.png")).width() == 1080
    assert "缴费凭条" in said((tmp_path / "slip-1.bin").read_bytes())


def test_a_technician_brings_silent_money_to_its_end(fresh: Backstage, tmp_path: Path) -> None:
    summary = played("maintenance", fresh, folder=tmp_path)

    assert summary.good
    # Minutes that are let pass while the gateway is being asked are minutes without an answer: the sign may say so.
    told = [name for name in dict.fromkeys(standing(summary)) if name != "OutOfService"]
    assert told[-3:] == ["Unknown", "EnterPin", "Maintenance"]
    assert summary.screens[-1] == "Attract"
    assert fresh.sim().alarms() == []


def test_paying_by_payment_code_takes_one_touch_after_the_card(fresh: Backstage) -> None:
    summary = played("pay-code", fresh)

    assert summary.good
    assert summary.touches <= 2
    assert summary.charged_fen == summary.settled_fen > 0


def test_language_and_modes_are_chosen_at_the_real_controls_and_counted_apart(fresh: Backstage) -> None:
    summary = played("pay", fresh, EVERYTHING)

    assert summary.good
    assert (summary.touches, summary.setting_touches) == (2, 6)
    assert "Payment slip" in said(fresh.printer.slips[0])


SLIPS = {
    "pay-insured-only": 1,
    "pay-family": 1,
    "pay-unknown": 1,
    "pay-refused": 1,
    "pay-audit": 1,
    "pay-insurer-silent": 1,
    "pay-no-paper": 0,
    "pay-walk-away": 0,
    "refund": 2,
    "reprint": 2,
    "top-up": 1,
    "pay-prepaid": 1,
    "close-out": 2,
    "pay-later": 2,
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_journey_ends_as_it_must(name: str, fresh: Backstage) -> None:
    summary = played(name, fresh)

    assert summary.result == JOURNEYS[name].expected
    assert summary.charged_fen == summary.settled_fen + summary.refunded_fen
    assert summary.unfinished == 0
    assert summary.screens[-1] == "Attract"
    assert fresh.printer.complaints == []
    assert summary.slips == SLIPS[name]


def test_every_journey_is_told_somewhere() -> None:
    assert {name for name in JOURNEYS if not name.startswith("fault-")} == {*TOLD_APART, *SLIPS}


def standing(summary: Summary) -> list[str]:
    """The screens that wait for the patient; the others only say that the machine is at work."""
    return [name for name in summary.screens if name not in ("Identify", "Waiting")]


def said(slip: bytes) -> str:
    """All text on a slip."""
    return "\n".join(item.text for item in read_paper(slip) if isinstance(item, TextLine))
