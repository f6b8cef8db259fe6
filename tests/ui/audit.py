"""Finds what would trouble a patient on a shown screen: too small, too faint, cut off, covered, not theirs to see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from audit_contrast import faint
from audit_items import Shown, Target, Wording, look_at
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

MM_PER_PX = 0.248  # the smallest screen, 21.5 inch
TARGET_MM, GAP_MM = 20.0, 3.0
TEXT_PX, ELDER_PX = 28, 44
SLACK = 2.0  # pixels: rounding of positions and of glyph advances

ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `rule` is a short word, `where` the control or the text."""

    rule: str
    where: str
    what: str


@dataclass(frozen=True)
class Rules:
    """How the screen is shown, and whose names it must never show in full."""

    elder: bool = False
    y_min: float = 0.0  # low mode: nothing needed above this line
    names: tuple[str, ...] = ()


def audit(canvas: QQuickItem, screen: QQuickItem, image: QImage, rules: Rules) -> list[Finding]:
    """Everything found on a screen as shown. `image` is the grabbed canvas, one pixel per logical pixel."""
    shown = look_at(canvas, screen)
    found = [finding for check in CHECKS for finding in check(shown, rules)]
    return found + [Finding("contrast", *fault) for fault in faint(shown, image)]


def _small(shown: Shown, _: Rules) -> Iterator[Finding]:
    for target in shown.targets:
        size = min(target.box.width(), target.box.height()) * MM_PER_PX
        if size < TARGET_MM:
            yield Finding("target", target.name, f"{size:.1f} mm, at least {TARGET_MM} mm")


def _narrow(shown: Shown, _: Rules) -> Iterator[Finding]:
    for one, other in combinations(shown.targets, 2):
        where = f"{one.name} / {other.name}"
        if _overlap(one.box, other.box, 0.5):
            yield Finding("overlap", where, "two targets cover each other")
        elif (gap := _gap(one.box, other.box) * MM_PER_PX) < GAP_MM - 0.01:
            yield Finding("gap", where, f"{gap:.1f} mm apart, at least {GAP_MM} mm")


def _tiny(shown: Shown, rules: Rules) -> Iterator[Finding]:
    floor = ELDER_PX if rules.elder else TEXT_PX
    for wording in shown.wordings:
        if wording.px < floor:
            yield Finding("text size", wording.words, f"{wording.px} px, at least {floor} px")


def _overflowing(shown: Shown, _: Rules) -> Iterator[Finding]:
    for wording in shown.wordings:
        if wording.shortened and not wording.may_shorten:
            yield Finding("overflow", wording.words, "cut off")
        elif not _grown(wording.box).contains(wording.ink):
            yield Finding("overflow", wording.words, f"painted {_at(wording.ink)} in a box of {_at(wording.box)}")
        elif not _grown(wording.holder).contains(wording.ink):
            yield Finding(
                "overflow", wording.words, f"painted {_at(wording.ink)} leaves its card {_at(wording.holder)}"
            )


def _covering(shown: Shown, _: Rules) -> Iterator[Finding]:
    for one, other in combinations(shown.wordings, 2):
        if _overlap(one.ink, other.ink, 3 * SLACK):
            yield Finding("overlap", one.words, f"covers “{other.words}”")
    for wording in shown.wordings:
        for target in shown.targets:
            if target.id not in wording.inside and _overlap(wording.ink, target.box, 3 * SLACK):
                yield Finding("overlap", wording.words, f"lies across the control {target.name}")


def _off_screen(shown: Shown, _: Rules) -> Iterator[Finding]:
    for where, box in _boxes(shown):
        if not _grown(shown.canvas).contains(box):
            yield Finding("off-screen", where, _at(box))


def _unnamed(shown: Shown, _: Rules) -> Iterator[Finding]:
    for target in shown.targets:
        missing = [
            word
            for word, has in (("objectName", target.name), ("spoken name", target.label), ("role", target.has_role))
            if not has
        ]
        if missing:
            yield Finding("unnamed", target.name or _at(target.box), "has no " + ", ".join(missing))
    names = [target.name for target in shown.targets if target.name]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding("unnamed", name, "is the name of two controls")


def _undeclared(shown: Shown, _: Rules) -> Iterator[Finding]:
    if not shown.screen_id or not shown.speech:
        yield Finding("screen", shown.screen_id, "has no screenId or nothing to speak")
    reachable = {target.name for target in shown.targets if target.enabled}
    for name in sorted(reachable - set(shown.focus_order)):
        yield Finding("screen", shown.screen_id, f"the five keys cannot reach {name}")
    for name in sorted(set(shown.focus_order) - reachable):
        yield Finding("screen", shown.screen_id, f"the five keys stop at {name}, which is not there")


def _too_high(shown: Shown, rules: Rules) -> Iterator[Finding]:
    line = rules.y_min - SLACK
    for target in shown.targets:
        if target.enabled and target.box.top() < line:
            yield Finding("too high", target.name, f"at {target.box.top():.0f}, nothing needed above {rules.y_min:.0f}")
    for wording in shown.wordings:
        if not wording.calm and wording.ink.top() < line:
            yield Finding("too high", wording.words, f"at {wording.ink.top():.0f}, needed text below {rules.y_min:.0f}")


def _private(shown: Shown, rules: Rules) -> Iterator[Finding]:
    for words in [*(w.words for w in shown.wordings), *(t.label for t in shown.targets), shown.speech]:
        digits = re.sub(r"(?<=\d)[ -](?=[\dXx])", "", words)
        if any(name in words for name in rules.names) or ID_NUMBER.search(digits) or PHONE.search(digits):
            yield Finding("private", words[:2] + "…", "a person's full name or number")


CHECKS: tuple[Callable[[Shown, Rules], Iterator[Finding]], ...] = (
    _small,
    _narrow,
    _tiny,
    _overflowing,
    _covering,
    _off_screen,
    _unnamed,
    _undeclared,
    _too_high,
    _private,
)


def _boxes(shown: Shown) -> Iterator[tuple[str, QRectF]]:
    seen: tuple[Target | Wording, ...] = (*shown.targets, *shown.wordings)
    for item in seen:
        yield (item.name, item.box) if isinstance(item, Target) else (item.words, item.ink)


def _overlap(one: QRectF, other: QRectF, by: float) -> bool:
    shared = one.intersected(other)
    return shared.width() > by and shared.height() > by


def _gap(one: QRectF, other: QRectF) -> float:
    """The shortest way between two boxes, in pixels."""
    across = max(one.left() - other.right(), other.left() - one.right(), 0.0)
    down = max(one.top() - other.bottom(), other.top() - one.bottom(), 0.0)
    return float((across**2 + down**2) ** 0.5)


def _grown(box: QRectF) -> QRectF:
    return box.adjusted(-SLACK, -SLACK, SLACK, SLACK)


def _at(box: QRectF) -> str:
    return f"{box.width():.0f}x{box.height():.0f} at {box.x():.0f},{box.y():.0f}"
