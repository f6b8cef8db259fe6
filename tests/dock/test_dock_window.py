"""The dock's window: what is touched there happens to the terminal, and the dock shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app import Terminal
from kiosk.dock.backstage import Backstage
from kiosk.dock.window import DockWindow
from kiosk.tour.patience import until
from kiosk.tour.play import terminal_on, world_around
from kiosk.ui.finger import Finger


@dataclass(frozen=True)
class Desk:
    """A terminal with the dock beside it."""

    terminal: Terminal
    dock: DockWindow

    def click(self, text: str) -> None:
        """One click on what carries this text."""
        until(lambda: any(True for _ in self._saying(text)), 10, lambda: f"expected {text!r} in the dock")
        item = next(self._saying(text))
        point = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.mouseClick(self.dock.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def shows(self, screen: str) -> None:
        until(
            lambda: self.terminal.window.display.property("name") == screen,
            15,
            lambda: f"expected {screen}, but {self.terminal.window.display.property('name')} is shown",
        )

    def says(self, text: str) -> None:
        until(lambda: any(True for _ in self._saying(text)), 15, lambda: f"expected {text!r} in the dock")

    def _saying(self, text: str) -> Iterator[QQuickItem]:
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
            dock = DockWindow(world_around(terminal, stage), "en")
            display = terminal.window.display
            display.screenChanged.connect(lambda: dock.counter.follow(str(display.property("name"))))
            dock.quick.resize(840, 960)
            dock.quick.show()
            until(lambda: bool(dock.counter.property("people")), 10, lambda: "expected the cast")
            dock.quick.grabWindow()  # now everything is in its place
            yield Desk(terminal, dock)
            dock.close()
    finally:
        stage.close()


def test_a_whole_payment_is_played_from_the_dock(desk: Desk) -> None:
    desk.shows("Attract")
    desk.click("Insured employee")
    desk.shows("PickBills")
    desk.says("On the reader. Touch to take it off.")

    Finger(desk.terminal.window.quick).tap("next")
    desk.shows("PickChannel")
    desk.says("The scanner waits for a payment code.")
    desk.click("Show a payment code")
    desk.shows("Paid")
    until(lambda: desk.dock.counter.property("slip") != "", 10, lambda: "expected the slip's picture")
    slip = str(desk.dock.counter.property("slip"))
    assert slip.startswith("data:image/png;base64,")
    until(lambda: desk.dock.counter.property("state")["ledger"]["settled"] > 0, 10, lambda: "expected it in the ledger")
    assert desk.dock.counter.property("state")["ledger"]["adds_up"]


def test_an_act_that_cannot_be_done_is_said_at_the_foot(desk: Desk) -> None:
    desk.click("Enter the password")
    desk.says("enter_password: the phone does not ask for a password")


def test_what_is_broken_stands_out_until_it_is_mended(desk: Desk) -> None:
    desk.click("Paper is out")
    until(lambda: situation(desk)["paper"] == "out", 10, lambda: "expected no paper")
    desk.click("Paper is out")
    until(lambda: situation(desk)["paper"] == "full", 10, lambda: "expected paper")


def test_the_dock_speaks_chinese_too(desk: Desk) -> None:
    before = desk.dock.quick.grabWindow()
    desk.click("中文")
    desk.says("终端周围的世界")
    assert isinstance(before, QImage)
    assert desk.dock.quick.grabWindow() != before
