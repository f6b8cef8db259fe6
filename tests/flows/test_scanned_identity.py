"""A code under the scanner begins a visit as a card does; one that says nothing about a person is refused in words."""

from pathlib import Path

import pytest
from outside import Outside
from person import Plan
from scene import Scene, scene

from kiosk.core.events import Answer, CodeScanned
from kiosk.core.screens import Identify, Way
from kiosk.flows.scanned import shown

HEALTH = "C9F0E2C9" * 8
E_CREDENTIAL = "9900000000000000000000008001"
WAYS = (Way("patient_card"), Way("e_credential"), Way("health_code", False))


def visit(folder: Path, text: str) -> Scene:
    """Somebody holds this under the scanner of a terminal that waits, and then goes."""
    plan: Plan = {"Attract": [CodeScanned("scanner", text)], "Identify": [], "PickBills": [("back", "")]}
    stage = scene(folder, plan, Outside())
    stage.lobby._ways = lambda: WAYS
    return stage.play()


def test_an_insurance_code_begins_a_visit_at_once(tmp_path: Path) -> None:
    assert "PickBills" in visit(tmp_path, E_CREDENTIAL).person.names()


@pytest.mark.parametrize(
    ("text", "happened", "code"),
    [
        ("6901234567892", "This code is not known here", "E-SCN-10"),
        ("130000000000000001", "This code pays, but does not say who you are", "E-SCN-11"),
        ("0100000000000000001", "This code pays, but does not say who you are", "E-SCN-11"),
        ("K01-7Q2MX9ABCD", "This is the code of a slip", "E-SCN-12"),
        (HEALTH + ":1", "This kind of code cannot be used here", "E-SCN-14"),
    ],
)
def test_another_code_is_refused_in_words_and_the_visit_goes_on(
    tmp_path: Path, text: str, happened: str, code: str
) -> None:
    stage = visit(tmp_path, text)
    told = stage.person.last(Identify)
    assert isinstance(told, Identify)
    assert (told.state, told.code) == ("problem", code)
    assert told.problem is not None
    assert told.problem.text == happened
    assert "PickBills" not in stage.person.names()


def test_a_referral_slip_is_known_by_the_hospitals_prefix() -> None:
    refused = shown(CodeScanned("scanner", "ZZ2026"), WAYS, "ZZ")
    assert getattr(refused, "code", "") == "E-SCN-13"


def test_of_a_health_card_only_its_number_is_sent() -> None:
    card = shown(CodeScanned("scanner", HEALTH + ":0:1700000000"), (Way("health_code"),), "")
    assert getattr(card, "number", "") == HEALTH


def test_after_a_refused_code_the_patient_can_go_back(tmp_path: Path) -> None:
    plan: Plan = {"Attract": [CodeScanned("scanner", "690")], "Identify": [Answer(0, "x"), ("back", "")]}
    assert scene(tmp_path, plan).play().person.names().count("Identify") >= 1
