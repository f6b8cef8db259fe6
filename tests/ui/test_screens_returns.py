"""The screens of what was paid, in the real window: a finger touches what may be touched, and nothing else answers."""

import pytest
from samples_returns import BARRED, DISPENSED, RETURN_SAMPLES
from test_screens_pay import Stage, opened, stage

from kiosk.core.words import Words
from kiosk.ui.finger import NothingThere

INSURANCE = ("¥841.40", "¥200.00", "¥1,041.40")

__all__ = ["opened", "stage"]  # the window and the finger are those of paying


@pytest.mark.parametrize(
    ("sample", "control", "reported"),
    [
        ("PickTransaction", "open-K01-7Q2M9PXHT2", ("open", "K01-7Q2M9PXHT2")),
        ("PickTransaction", "back", ("back", "")),
        ("TransactionDetail", "refund-B-0002", ("refund", "B-0002")),
        ("TransactionDetail", "refund", ("refund", "")),
        ("TransactionDetail", "next", ("print", "")),
        ("TransactionDetail-top-up", "next", ("print", "")),
        ("ConfirmReturn", "next", ("refund", "")),
        ("ConfirmReturn", "back", ("back", "")),
        ("Returned", "next", ("done", "")),
    ],
)
def test_each_control_reports_its_choice(stage: Stage, sample: str, control: str, reported: tuple[str, str]) -> None:
    stage.show(RETURN_SAMPLES[sample])
    assert stage.tap(control) == [reported]


def test_what_cannot_go_back_does_not_answer_and_says_why(stage: Stage) -> None:
    stage.show(BARRED)
    for control in ("refund-B-0001", "refund"):
        with pytest.raises(NothingThere, match="switched off"):
            stage.tap(control)
    assert stage.tap("refund-B-0002") == [("refund", "B-0002")]
    assert stage.words().count(DISPENSED.en) == 2


def test_the_list_turns_its_pages(stage: Stage) -> None:
    stage.show(RETURN_SAMPLES["PickTransaction-many"])
    assert stage.tap("page-on") == []
    assert stage.tap("page-back") == []
    assert stage.tap("open-K01-7Q2M9PXHT10") == [("open", "K01-7Q2M9PXHT10")]


def test_a_slip_that_did_not_come_out_says_where_to_print_it(stage: Stage) -> None:
    stage.show(RETURN_SAMPLES["Returned-with-card"], "zh")
    said = Words("zh-CN").tr("No slip came out. You can print it later under My payments")
    assert said in stage.words()


def test_what_went_back_is_said_where_there_is_least_room(stage: Stage) -> None:
    stage.show(BARRED, "en+elder+low")
    assert "Went back to you ¥36.00" in stage.words()


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_what_follows_from_giving_back_is_shown_and_spoken(stage: Stage, mode: str) -> None:
    stage.show(RETURN_SAMPLES["ConfirmReturn"], mode)
    shown, spoken = stage.words(), stage.page.property("speech")
    for said in ("The insurance takes its part back.", "After that it is unpaid again."):
        assert said in shown
        assert said in spoken


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low"])
def test_the_parts_of_a_payment_are_there_to_be_added_up(stage: Stage, mode: str) -> None:
    stage.show(RETURN_SAMPLES["TransactionDetail"], mode)
    shown = stage.words()
    assert [said for said in shown if said in INSURANCE] == (["¥1,041.40"] if "low" in mode else ["¥841.40", "¥200.00"])
    assert "¥253.10" in shown


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+elder+low"])
def test_how_many_bills_a_payment_has_is_never_cut(stage: Stage, mode: str) -> None:
    stage.show(RETURN_SAMPLES["PickTransaction"], mode)
    assert any(words.startswith("And 2 more · ") for words in stage.words())
