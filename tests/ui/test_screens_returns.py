"""The screens of what was paid, in the real window: a finger touches what may be touched, and nothing else answers."""

import pytest
from samples_returns import BARRED, DISPENSED, NO_PAPER, RETURN_SAMPLES
from test_screens_pay import Stage, opened, stage

from kiosk.core.words import Words
from kiosk.flows.needs import NO_SLIP
from kiosk.ui.finger import NothingThere

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


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_what_follows_from_giving_back_is_shown_and_spoken(stage: Stage, mode: str) -> None:
    stage.show(RETURN_SAMPLES["ConfirmReturn"], mode)
    shown, spoken = stage.words(), stage.page.property("speech")
    for said in ("The insurance takes its part back.", "After that it is unpaid again."):
        assert said in shown
        assert said in spoken


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low", "zh+elder+low"])
def test_all_of_a_payment_can_be_reached(stage: Stage, mode: str) -> None:
    stage.show(BARRED, mode)
    told, pages = set(stage.words()), 1
    while "page-on" in stage.finger.names():
        stage.tap("page-on")
        told.update(stage.words())
        pages += 1
    amounts = {"¥841.40", "¥200.00", "¥253.10", "¥36.00", "¥128.50", "¥980.00", "¥186.00"}
    assert amounts | {"03-02 14:05", "K01-7Q2M9PXHT3"} <= told
    assert pages <= 5


def test_cards_of_facts_are_not_counted_as_bills(stage: Stage) -> None:
    stage.show(RETURN_SAMPLES["TransactionDetail-huge"], "en+elder+low")
    for _ in range(2):
        assert not any(" of 40" in words for words in stage.words())  # a page is painted before it is turned
        stage.tap("page-on")
    assert "1 of 40" in stage.words()


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_the_slip_that_cannot_be_printed_again_is_off_with_its_reason(stage: Stage, mode: str) -> None:
    stage.show(NO_PAPER, mode)
    assert NO_SLIP.text in stage.words()
    assert NO_SLIP.text in stage.page.property("speech")
    with pytest.raises(NothingThere, match="switched off"):
        stage.tap("next")
    stage.show(BARRED, mode)
    assert NO_SLIP.text not in stage.words()
    assert stage.tap("next") == [("print", "")]


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+elder+low"])
def test_how_many_bills_a_payment_has_is_never_cut(stage: Stage, mode: str) -> None:
    stage.show(RETURN_SAMPLES["PickTransaction"], mode)
    assert any(words.startswith("And 2 more · ") for words in stage.words())
