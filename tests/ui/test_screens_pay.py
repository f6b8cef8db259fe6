"""The payment screens in the real window: a finger touches what a person would, and the right choice is reported."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import render
from audit_items import front, look_at
from PySide6.QtCore import QMetaObject
from PySide6.QtQuick import QQuickItem
from samples_pay import INSURED, PAY_SAMPLES, WALLETS

from kiosk.core.events import Answer, Event
from kiosk.core.money import Money
from kiosk.core.screens import NotPaid, Paid, PickBills, PickChannel, Screen, Waiting
from kiosk.core.words import Phrase
from kiosk.ui.finger import Finger
from kiosk.ui.window import Window


@dataclass
class Stage:
    """The window, a finger, and what the desk would have heard."""

    window: Window
    finger: Finger
    heard: list[Event]
    turn: int = 0

    def show(self, screen: Screen, mode: str = "en") -> None:
        self.turn += 1
        render.show(self.window, screen, render.session(f"{mode}+known"), self.turn)
        self.heard.clear()

    def tap(self, name: str) -> list[tuple[str, str]]:
        """Touch it; the choices that were reported for the screen as it stands."""
        self.heard.clear()
        self.finger.tap(name)
        render.settle()
        self.window.grab()  # lays everything out, as the next frame would
        return [(each.choice, each.value) for each in self.heard if isinstance(each, Answer) and each.turn == self.turn]

    def words(self) -> list[str]:
        """Every text that is shown."""
        canvas = self.window.quick.findChild(QQuickItem, "canvas")
        assert canvas is not None
        self.window.grab()
        return [wording.words for wording in look_at(canvas, canvas).wordings]

    @property
    def page(self) -> QQuickItem:
        page = front(self.window.quick.contentItem())
        assert page is not None
        return page


@pytest.fixture(scope="module")
def opened(application: object) -> Iterator[Stage]:
    heard: list[Event] = []
    with render.window(post=heard.append) as window:
        yield Stage(window, Finger(window.quick), heard)


@pytest.fixture
def stage(opened: Stage) -> Stage:
    """The same window for all; two other screens in between, so that nothing is left of the last test."""
    opened.show(PAY_SAMPLES["Paid"])
    opened.show(PAY_SAMPLES["Waiting"])
    return opened


@pytest.mark.parametrize(
    ("sample", "control", "reported"),
    [
        ("PickBills", "toggle-B-0001", ("toggle", "B-0001")),
        ("PickBills", "detail-B-0001", ("detail", "B-0001")),
        ("PickBills", "detail-B-0003", ("detail", "B-0003")),
        ("PickBills", "all", ("all", "")),
        ("PickBills", "next", ("next", "")),
        ("PickBills", "back", ("back", "")),
        ("BillDetail", "back", ("back", "")),
        ("InsuranceSplit", "account", ("account", "")),
        ("InsuranceSplit", "next", ("next", "")),
        ("InsuranceSplit", "back", ("back", "")),
        ("PickChannel", "channel-wechat", ("channel", "wechat")),
        ("PickChannel", "channel-unionpay", ("channel", "unionpay")),
        ("PickChannel", "scan", ("scan", "")),
        ("PickChannel", "split", ("split", "")),
        ("PickChannel", "back", ("back", "")),
        ("ShowQr", "next", ("check", "")),
        ("ShowQr", "back", ("cancel", "")),
        ("ScanCode", "back", ("cancel", "")),
        ("Paid", "next", ("done", "")),
        ("NotPaid", "next", ("retry", "")),
        ("NotPaid", "back", ("done", "")),
        ("NotPaid-refunded", "next", ("done", "")),
        ("Unknown", "next", ("done", "")),
        ("Unknown", "help", ("session.help", "")),
    ],
)
def test_a_touch_is_reported_once(stage: Stage, sample: str, control: str, reported: tuple[str, str]) -> None:
    stage.show(PAY_SAMPLES[sample])
    assert stage.tap(control) == [reported]


def test_what_cannot_be_chosen_cannot_be_touched(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["PickBills"])
    assert "toggle-B-0003" not in stage.finger.names()
    stage.show(PAY_SAMPLES["PickBills-none"])
    assert "next" not in stage.finger.names()
    assert "Choose at least one bill" in stage.words()


def test_a_dead_channel_is_not_offered_and_named(stage: Stage) -> None:
    down = tuple(replace(tile, enabled=tile.name != "alipay") for tile in WALLETS)
    stage.show(PickChannel(INSURED, down, scan=False))
    names = stage.finger.names()
    assert "channel-alipay" not in names
    assert "channel-wechat" in names
    assert "scan" not in names
    assert "Out of service now: Alipay" in stage.words()


def test_the_page_stays_when_a_bill_is_unticked(stage: Stage) -> None:
    many = PAY_SAMPLES["PickBills-many"]
    assert isinstance(many, PickBills)
    stage.show(many)
    first_page = toggles(stage)
    assert stage.tap("page-on") == []
    second_page = toggles(stage)
    assert second_page
    assert not set(first_page) & set(second_page)
    visits = tuple(replace(visit, bills=tuple(replace(b, ticked=False) for b in visit.bills)) for visit in many.visits)
    stage.show(replace(many, visits=visits, total=Money(0), ticked=0))
    assert toggles(stage) == second_page
    stage.tap("page-back")
    assert toggles(stage) == first_page


def test_one_comes_back_from_a_bill_to_the_same_page(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["PickBills-many"])
    first_page = toggles(stage)
    stage.tap("page-on")
    stage.tap("page-on")
    third_page = toggles(stage)
    stage.show(PAY_SAMPLES["BillDetail"])
    stage.show(PAY_SAMPLES["PickBills-many"])
    assert toggles(stage) == third_page
    stage.tap("page-back")
    stage.tap("page-back")
    assert toggles(stage) == first_page


def test_the_next_patient_starts_on_the_first_page(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["PickBills-many"])
    first_page = toggles(stage)
    stage.tap("page-on")
    stage.show(PAY_SAMPLES["Paid"])
    stage.show(PAY_SAMPLES["Waiting"])
    stage.show(PAY_SAMPLES["PickBills-many"])
    assert toggles(stage) == first_page


@pytest.mark.parametrize("mode", ["en", "zh+elder", "pseudo+elder", "en+low", "zh+elder+low"])
def test_every_bill_is_on_exactly_one_page(stage: Stage, mode: str) -> None:
    stage.show(PAY_SAMPLES["PickBills-many"], mode)
    seen = toggles(stage)
    while "page-on" in stage.finger.names():
        stage.tap("page-on")
        seen += toggles(stage)
    assert seen == [f"toggle-B-1{number:03}" for number in range(40)]


def test_two_taps_before_the_next_page_is_painted_turn_one_page(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["PickBills-many"])
    stage.tap("page-on")
    second = toggles(stage)
    stage.tap("page-back")
    pages = next(item for item in below(stage.page) if item.property("laidOut"))
    for _ in range(2):
        QMetaObject.invokeMethod(pages, "turnOn")
    assert toggles(stage) == second


def test_a_list_that_became_shorter_starts_again(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["PickBills-many"])
    for _ in range(4):
        stage.tap("page-on")
    stage.show(PAY_SAMPLES["PickBills"])
    assert toggles(stage)[0] == "toggle-B-0001"


def test_waiting_says_more_the_longer_it_takes(stage: Stage) -> None:
    verb, detail = "Confirming your payment. Please stay here.", "Please confirm on your phone"
    waiting = Waiting(Phrase(verb), 15, can_cancel=True)
    stage.show(PAY_SAMPLES["Paid"])
    stage.show(waiting)
    assert verb not in stage.words()
    assert "back" not in stage.finger.names()
    stage.page.setProperty("passed", 1)
    assert verb in stage.words()
    assert "Usually takes 15 seconds" not in stage.words()
    stage.page.setProperty("passed", 4)
    assert "Usually takes 15 seconds" in stage.words()
    assert "back" not in stage.finger.names()
    stage.page.setProperty("passed", 15)
    render.settle()
    assert stage.tap("back") == [("cancel", "")]
    stage.show(PAY_SAMPLES["Waiting-password"])
    assert detail in stage.words()


def test_a_wait_that_cannot_be_cancelled_never_offers_it(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["Waiting"])
    stage.page.setProperty("passed", 15)
    assert "back" not in stage.finger.names()


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_the_ends_say_where_the_money_is(stage: Stage, mode: str) -> None:
    stage.show(PAY_SAMPLES["Paid"], mode)
    assert {"Paid ¥253.10", "K01-7Q2M9PXHT1", "Take your slip below"} <= set(stage.words())
    stage.show(PAY_SAMPLES["NotPaid-refunded"], mode)
    assert {"¥253.10 is on its way back to your WeChat Pay.", "Code E-PAY-02"} <= set(stage.words())
    stage.show(PAY_SAMPLES["Unknown"], mode)
    said = stage.words()
    assert {"¥253.10", "K01-7Q2M9PXHT1", "Code E-PAY-03"} <= set(said)
    assert any("You will not be charged twice." in words for words in said)


def test_the_largest_amount_the_contract_allows_is_right(stage: Stage) -> None:
    largest = Money(99_999_999_99)
    paid = PAY_SAMPLES["Paid"]
    assert isinstance(paid, Paid)
    stage.show(replace(paid, split=replace(INSURED, total=largest, own=largest)))
    assert "Paid ¥99,999,999.99" in stage.words()


def test_nothing_of_the_last_screen_is_left_behind(stage: Stage) -> None:
    refunded, plain = PAY_SAMPLES["NotPaid-refunded"], PAY_SAMPLES["NotPaid"]
    assert isinstance(plain, NotPaid)
    stage.show(refunded)
    stage.show(plain)
    words = stage.words()
    assert "You get back" not in words
    assert plain.money.text in words


def below(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from below(child)


def toggles(stage: Stage) -> list[str]:
    """The bills that can be ticked on this page, from top to bottom."""
    stage.window.grab()  # lays everything out
    return [name for name in stage.finger.names() if name.startswith("toggle-")]


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low"])
def test_what_the_insurance_paid_is_said_at_the_end(stage: Stage, mode: str) -> None:
    stage.show(PAY_SAMPLES["Paid"], mode)
    assert {"¥841.40", "¥200.00"} <= set(stage.words())


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_what_was_paid_adds_up_to_the_bills(stage: Stage, mode: str) -> None:
    stage.show(PAY_SAMPLES["Paid"], mode)
    shown = stage.words()
    parts = [said for said in shown if said in ("¥841.40", "¥200.00", "¥1,041.40")]
    assert parts == (["¥1,041.40"] if mode == "en+elder+low" else ["¥841.40", "¥200.00"])
    assert {"Paid ¥253.10", "¥1,294.50"} <= set(shown)


def test_an_untouched_insurance_account_is_not_told(stage: Stage) -> None:
    stage.show(PAY_SAMPLES["Paid-covered"])
    assert "¥0.00" not in stage.words()
