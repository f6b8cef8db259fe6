"""A visitor at the real window: looks at the screen, touches it, and has the outside world do its part."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from kiosk.app import Terminal
from kiosk.dock.world import World
from kiosk.tour.album import Album
from kiosk.tour.patience import rest, until
from kiosk.ui.finger import Finger

SCREEN_S = 20.0  # no screen takes longer than this to come, on a machine with much else to do
STILL_S = 0.06  # a picture that stays the same for so long has come to rest
CORNER = 40  # pixels of the canvas from its edges
MOVING_S = 0.9  # a spinner never rests: it is taken as it is


@dataclass(frozen=True)
class How:
    """How a visitor wants to see the terminal."""

    language: str = "zh-CN"
    elder: bool = False
    contrast: bool = False
    low: bool = False


class Visitor:
    """For the GUI thread. Counts touches, names the screens, and measures how long the machine took."""

    def __init__(self, terminal: Terminal, world: World, album: Album, how: How = How()) -> None:  # noqa: B008
        self.world = world
        self.how = how
        self.screens: list[str] = []
        self.touches = 0
        self.setting_touches = 0  # those of `touches` that chose language and modes
        self.machine_s = 0.0
        self._terminal, self._album = terminal, album
        self._window = terminal.window
        self._finger = Finger(terminal.window.quick)
        self._acted: float | None = None
        self._came = self._painted = 0.0
        self._window.display.screenChanged.connect(self._screen_came)
        self._window.display.warningChanged.connect(self._warning_came)
        self._window.quick.frameSwapped.connect(self._frame)
        self._note(self.screen)

    def leave(self) -> None:
        """Look at this window no more: it goes on for others."""
        self._window.display.screenChanged.disconnect(self._screen_came)
        self._window.display.warningChanged.disconnect(self._warning_came)
        self._window.quick.frameSwapped.disconnect(self._frame)

    @property
    def screen(self) -> str:
        """The name of the screen that is shown, or of the question that lies over it."""
        display = self._window.display
        over = cast(dict[str, object] | None, display.property("warning"))
        return str(over["kind"] if over else display.property("name"))

    def record(self) -> dict[str, object]:
        """The record on the screen, as QML has it."""
        return cast(dict[str, object], self._window.display.property("screen"))

    def wait_for(self, *names: str, within_s: float = SCREEN_S) -> str:
        """Until one of these screens is painted; its name. Raises `TooLate` with what is shown instead."""
        wanted = " or ".join(names)
        until(
            lambda: self.screen in names and self._painted > self._came,
            within_s,
            lambda: f"expected the screen {wanted}, but {self.screen} is shown",
        )
        if self._acted is not None:
            self.machine_s += max(0.0, self._painted - self._acted)
            self._acted = None
        return self.screen

    def touch(self, name: str) -> None:
        """One touch on a control of this screen, by its stable name; a person waits until the page stands still."""
        until(self._in_place, SCREEN_S, lambda: f"expected {self.screen} to stand still")
        self.touches += 1
        self._acted = time.monotonic()
        self._finger.tap(name)

    def turn_to(self, name: str) -> None:
        """Turn the pages of a list until this control stands on one, or there is no further page."""
        until(self._in_place, SCREEN_S, lambda: f"expected {self.screen} to stand still")
        while name not in (reached := self._finger.names()) and "page-on" in reached:
            self.touch("page-on")
            self._paint()

    def hold_corner(self, screen: str) -> None:
        """Keep a finger on the upper left corner until this screen comes, as a technician does."""
        until(self._in_place, SCREEN_S, lambda: f"expected {self.screen} to stand still")
        self._finger.press_at(CORNER, CORNER)
        self.wait_for(screen)
        self._finger.lift()

    def sees(self, what: Callable[[dict[str, object]], bool], expected: str) -> None:
        """Until the record on the screen is so. Raises `TooLate`."""
        until(lambda: what(self.record()), SCREEN_S, lambda: f"expected {expected} on {self.screen}")

    def choose(self) -> None:
        """Choose language and modes as a person would: on the home screen, by their own controls."""
        before = self.touches
        self.touch("start")
        self.wait_for("Home")
        if self.how.language != How.language:
            self.touch("language")
            self.wait_for("Language")
            self.touch(f"language-{self.how.language}")
            self._changed("language", self.how.language)
        for switch in ("elder", "contrast", "low"):
            if getattr(self.how, switch):
                self.touch(switch)
                self._changed(switch, True)
        self.setting_touches += self.touches - before

    def does(self, line: str) -> None:
        """The outside world does something: `put_card employee`."""
        self._acted = time.monotonic()
        self.world.do(line)

    def linger(self, seconds: float) -> None:
        """Stand and look on: a waiting screen says nothing in its first second."""
        rest(seconds)

    def look(self) -> None:
        """Keep a picture of the screen, once it has come to rest."""
        if not self._album.blank:
            self._album.keep(self.screen, self._settle())

    def _changed(self, setting: str, to: object) -> None:
        def seen() -> bool:
            return self._window.display.property(setting) == to and self.screen == "Home"

        until(seen, SCREEN_S, lambda: f"expected {setting} to become {to}")
        self.wait_for("Home")

    def _settle(self) -> QImage:
        """The window's picture once nothing on it moves any more."""
        end = time.monotonic() + MOVING_S
        before = self._window.grab()
        while time.monotonic() < end:
            rest(STILL_S)
            now = self._window.grab()
            if now == before and self._in_place():
                break
            before = now
        return before

    def _paint(self) -> None:
        """Until what was changed has been painted."""
        since = time.monotonic()
        self._window.quick.update()
        until(lambda: self._painted > since, SCREEN_S, lambda: f"expected {self.screen} to be painted")

    def _in_place(self) -> bool:
        """Whether the page has come to the end of its slide, and hears a touch."""
        if self._window.quick.property("deaf"):
            return False
        return all(page.parentItem().x() == 0 for page in _pages(self._window.quick.contentItem()))

    def _screen_came(self) -> None:
        self._came = time.monotonic()
        self._note(str(self._window.display.property("name")))
        self._window.quick.update()

    def _warning_came(self) -> None:
        self._came = time.monotonic()
        if self._window.display.property("warning"):
            self._note(self.screen)
        self._window.quick.update()

    def _note(self, name: str) -> None:
        if self.screens[-1:] != [name]:
            self.screens.append(name)

    def _frame(self) -> None:
        self._painted = time.monotonic()


def rows(record: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    """The records in one field of the record on the screen."""
    return cast(Sequence[Mapping[str, object]], record[name])


def _pages(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.property("screenId"):
        yield item
        return
    for child in item.childItems():
        yield from _pages(child)
