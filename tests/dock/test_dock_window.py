"""The dock's window: what is touched there happens to the terminal, and the dock shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app import Terminal
from kiosk.dock.backstage import Backstage
from kiosk.dock.counter import Counter
from kiosk.dock.window import DockWindow
from kiosk.dock.world import World
from kiosk.tour.patience import until
from kiosk.tour.play import terminal_on, world_around
from kiosk.ui.finger import Finger

MARGIN = 16  # within a panel, at least


@dataclass(frozen=True)
class Desk:
    """A terminal with the dock beside it."""

    terminal: Terminal
    dock: DockWindow
    world: World

    def click(self, text: str) -> None:
        """One click on what carries this text, rather alone than within a longer one."""
        until(lambda: any(True for _ in self.saying(text)), 20, lambda: f"expected {text!r} in the dock")
        item = min(self.saying(text), key=lambda item: item.property("text") != text)
        point = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.mouseClick(self.dock.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def shows(self, screen: str) -> None:
        until(
            lambda: self.terminal.window.display.property("name") == screen,
            20,
            lambda: f"expected {screen}, but {self.terminal.window.display.property('name')} is shown",
        )

    def says(self, text: str) -> None:
        until(lambda: any(True for _ in self.saying(text)), 20, lambda: f"expected {text!r} in the dock")

    def saying(self, text: str) -> Iterator[QQuickItem]:
        return (item for item in _all(self.dock.quick.contentItem()) if text in str(item.property("text") or ""))


def _all(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from _all(child)


def situation(desk: Desk) -> dict[str, object]:
    """How the dock says the world stands."""
    told: dict[str, dict[str, object]] = desk.dock.counter.property("state")
    return told["situation"]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    stage = Backstage()
    stage.open()
    try:
        with terminal_on(stage, stage.journal_folder()) as terminal:
            world = world_around(terminal, stage)
            dock = DockWindow(world, "en")
            display = terminal.window.display
            display.screenChanged.connect(lambda: dock.counter.follow(display.property("screen")))
            dock.quick.resize(840, 960)
            dock.quick.show()
            until(lambda: bool(dock.counter.property("people")), 20, lambda: "expected the cast")
            dock.quick.grabWindow()  # now everything is in its place
            yield Desk(terminal, dock, world)
            dock.close()
    finally:
        stage.close()


def ledger(desk: Desk) -> Any:
    return desk.dock.counter.property("state")["ledger"]


def test_a_whole_payment_is_played_from_the_dock(desk: Desk) -> None:
    desk.shows("Attract")
    until(lambda: ledger(desk)["settled"] > 0, 20, lambda: "expected what the demo's people have paid before")
    before = ledger(desk)["settled"]
    desk.says("Lay a card on the reader to begin")
    desk.click("Insured employee")
    desk.shows("PickBills")
    desk.says("On the reader. Touch to take it off.")

    Finger(desk.terminal.window.quick).tap("next")
    desk.shows("PickChannel")
    desk.says("The scanner waits for a payment code.")
    Finger(desk.terminal.window.quick).tap("scan")
    desk.shows("ScanCode")
    desk.says("Show a payment code here")
    desk.click("Show a payment code")
    desk.shows("Paid")
    desk.says("Take the card off the reader. The slip lies at the printer.")
    desk.says(f"The same code again (…{desk.dock.counter.property('state')['code']})")
    desk.click("On the reader")
    desk.says("The slip lies at the printer. The terminal goes back by itself.")
    until(lambda: desk.dock.counter.property("slip") != "", 20, lambda: "expected the slip's picture")
    slip = str(desk.dock.counter.property("slip"))
    assert slip.startswith("data:image/png;base64,")
    until(lambda: ledger(desk)["settled"] > before, 20, lambda: "expected it in the ledger")
    until(lambda: ledger(desk)["adds_up"], 20, lambda: "expected the ledger to add up")


def test_an_act_that_cannot_be_done_is_said_at_the_foot(desk: Desk) -> None:
    desk.click("Enter the password")
    desk.says("enter_password: the phone does not ask for a password")


def test_a_call_for_help_is_seen_in_the_dock(desk: Desk) -> None:
    fingers = Finger(desk.terminal.window.quick)
    if desk.terminal.window.display.property("name") == "Paid":
        fingers.tap("next")
    desk.shows("Attract")
    fingers.tap("start")
    desk.shows("Home")
    fingers.tap("help")
    desk.shows("Help")
    fingers.tap("call")
    desk.says("The patient calls for help")
    desk.says("On the staff's list: 1")
    desk.says("A patient asks for help · K01")
    desk.click("Seen to")
    until(lambda: not desk.dock.counter.property("state")["alarms"], 20, lambda: "expected an empty list")


def test_what_is_broken_stands_out_until_it_is_mended(desk: Desk) -> None:
    desk.click("Paper is out")
    until(lambda: situation(desk)["paper"] == "out", 20, lambda: "expected no paper")
    desk.click("Paper is out")
    until(lambda: situation(desk)["paper"] == "full", 20, lambda: "expected paper")


def test_what_two_orders_do_before_the_window_looks_is_both_shown(desk: Desk) -> None:
    counter = Counter(desk.world, "en")
    counter.start()
    counter.do("pull_paper")
    counter.do("unplug_scanner")
    counter.close()
    told: dict[str, dict[str, object]] = counter.property("state")
    assert told["situation"]["paper"] == "full", "nothing of it has come to the window yet"
    QCoreApplication.processEvents()
    told = counter.property("state")
    desk.world.do("refill")
    desk.world.do("plug_scanner")
    assert (told["situation"]["paper"], told["situation"]["scanner"]) == ("out", False)


def test_nothing_sticks_out_of_its_panel(desk: Desk) -> None:
    desk.dock.quick.grabWindow()
    panels = [item for item in _all(desk.dock.quick.contentItem()) if item.property("title")]
    assert len(panels) == 4
    for panel in panels:
        rights = {
            str(item.property("text")): item.mapToItem(panel, QPointF(item.width(), 0)).x()
            for item in _all(panel)
            if item.property("text")
        }
        assert rights
        assert [text for text, right in rights.items() if right > panel.width() - MARGIN] == []


@pytest.mark.parametrize(("side", "last"), [("left", "Reader unplugged"), ("right", "5 min")])
def test_the_end_of_both_sides_can_be_scrolled_to(desk: Desk, side: str, last: str) -> None:
    column = desk.dock.quick.findChild(QQuickItem, side)
    assert column is not None
    desk.dock.quick.grabWindow()
    column.setProperty("contentY", column.property("contentHeight") - column.height())
    desk.dock.quick.grabWindow()

    item = next(desk.saying(last))
    assert item.mapToItem(column, QPointF(0, item.height())).y() <= column.height() - 8
    column.setProperty("contentY", 0)


def test_the_dock_speaks_chinese_too(desk: Desk) -> None:
    before = desk.dock.quick.grabWindow()
    desk.click("中文")
    desk.says("终端周围的世界")
    assert isinstance(before, QImage)
    assert desk.dock.quick.grabWindow() != before
