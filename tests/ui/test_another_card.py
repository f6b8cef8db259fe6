"""The question who stands here, in the real window: it hides whatever lies under it, and only its buttons answer."""

from dataclasses import replace

import pytest
import render
from PySide6.QtGui import QGuiApplication, QImage
from samples import SAMPLES

from kiosk.core.desk import Session
from kiosk.core.events import Answer, Event
from kiosk.core.screens import AnotherCard
from kiosk.ui.bridge import Cabinet
from kiosk.ui.finger import Finger
from kiosk.ui.window import Window, open_window

STANDS_STILL = AnotherCard(0)  # a countdown that has ended moves no more
MODES = (Session(), Session(elder=True), Session(contrast=True), Session(low=True))


def covered(window: Window, name: str, session: Session) -> QImage:
    """This screen with the question over it."""
    render.show(window, SAMPLES[name], session, turn=7)
    window.display.warn(STANDS_STILL)
    render.settle()
    return window.grab()


@pytest.mark.parametrize("session", MODES, ids=["standard", "elder", "contrast", "low"])
def test_nothing_of_what_lies_under_the_question_can_be_seen(window: Window, session: Session) -> None:
    under = covered(window, "Home", session)
    for name in ("PickBills", "Paid", "ConfirmMe-family"):
        assert covered(window, name, replace(session, patient="张*三")) == under


def shown(window: Window, name: str, patient: str) -> object:
    """The name of the page that stands there after this screen was shown."""
    render.show(window, SAMPLES[name], Session(patient=patient))
    page = window.quick.property("page")
    return page.property("screenId"), page.property("heard")


def test_no_page_of_somebody_who_has_gone_stands_there_while_the_next_one_waits(
    application: QGuiApplication,
) -> None:
    moving = open_window(lambda event: None, cabinet=Cabinet(motion=True), size=(540, 960))
    try:
        shown(moving, "PickBills", "张*三")
        assert shown(moving, "Waiting", "张*三") == ("PickBills", True), "the same patient's page stays, faded"
        assert shown(moving, "Waiting", "") == ("Waiting", False)
    finally:
        moving.close()
        render.settle()


def test_the_next_patient_with_the_same_masked_name_does_not_wait_under_the_page_of_the_one_before(
    application: QGuiApplication,
) -> None:
    moving = open_window(lambda event: None, cabinet=Cabinet(motion=True), size=(540, 960))
    try:
        covered(moving, "PickBills", Session(patient="李*", visit=1))
        moving.display.show(8, SAMPLES["Waiting"], Session(patient="李*", visit=2))
        moving.display.warn(None)
        render.settle()
        assert moving.quick.property("page").property("screenId") == "Waiting"
    finally:
        moving.close()
        render.settle()


@pytest.mark.parametrize("between", [(), ("Waiting", ""), ("BillDetail", "张*三")])
def test_the_next_patients_list_begins_at_its_first_page(window: Window, between: tuple[str, str] | tuple[()]) -> None:
    shown(window, "PickBills-many", "张*三")
    finger = Finger(window.quick)
    first = set(finger.names())
    finger.tap("page-on")
    render.settle()
    window.grab()  # lays everything out
    shown(window, "PickBills-many", "张*三")
    assert set(finger.names()) != first
    if between:
        shown(window, *between)
    shown(window, "PickBills-many", "李*")
    assert set(finger.names()) == first


def test_only_its_buttons_answer_and_with_the_turn_of_the_screen_under_it(window: Window, heard: list[Event]) -> None:
    covered(window, "PickBills", Session())
    finger = Finger(window.quick)
    assert finger.names() == ["keep-going", "anew"]
    finger.press_at(60, 60)
    finger.lift()
    finger.tap("anew")
    finger.tap("keep-going")
    render.settle()
    assert heard == [Answer(7, "anew"), Answer(7, "keep-going")]
    window.display.warn(None)
    render.settle()
    assert "next" in finger.names()
