"""What `kiosk bench devices` says can be believed: real slips, real cards, and a missed target is never called met."""

import os
import re
import subprocess
import sys

import pytest

from kiosk.bench import private_room, reports, slips
from kiosk.bench.cards import Laid
from kiosk.bench.cards import verdict as card_verdict
from kiosk.bench.command import altogether
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.layout import Row, lay_out

MEASURES = """
import os
from kiosk.__main__ import main
from kiosk.bench.processes import adopt_orphans, descendants
adopt_orphans()
print(main(["bench", "devices", "--runs", "1"]))
print(descendants(os.getpid()))
"""
COLUMNS = 48  # 80 mm


def laid(bare: float, ours: float) -> Laid:
    return Laid(bare, bare + 0.1 * ours, bare + 0.2 * ours, bare + 0.9 * ours, bare + ours)


def test_the_slip_that_is_timed_has_forty_lines_of_chinese_on_paper() -> None:
    rows = lay_out(slips.forty_lines(), COLUMNS)
    assert len(rows) == 40
    assert all(isinstance(row, Row) for row in rows)
    assert sum(not row.text.isascii() for row in rows if isinstance(row, Row)) == 38
    assert len(encode(slips.strange_slip(), slips.DOTS)) > len(encode(slips.forty_lines(), slips.DOTS)) + 1000


def test_both_encodings_take_turns_and_the_warming_up_is_not_counted() -> None:
    ours, bare = slips.in_turns(slips.forty_lines(), 3)
    assert len(ours) == len(bare) == 3
    assert min(ours + bare) > 0


def test_a_slip_is_judged_by_its_median() -> None:
    said: list[str] = []
    assert slips.verdict([1.0, 4.9, 90.0], [0.5], [7.0], said.append)
    assert said == [
        "slip of 40 lines: p50 4.90 ms, p95 90.00 ms of 3 (target: p50 < 5 ms)",
        "slip: 10 times the bare text in GB 18030 (p50 0.5000 ms)",
        "slip with a drawn name and a code: p50 7.00 ms",
    ]
    assert not slips.verdict([5.0], [0.5], [7.0], said.append)


def test_a_card_is_judged_by_what_the_terminal_adds_to_the_bare_call() -> None:
    said: list[str] = []
    assert card_verdict([laid(900, 100), laid(100, 300), laid(200, 700)], said.append)
    assert said[0] == "card: noticed by the bare status call after 200 ms (p50 of 3 cards)"
    assert [re.split(r" {2,}", line)[-1] for line in said[1:-1]] == ["30.0 ms", "30.0 ms", "210.0 ms", "30.0 ms"]
    assert said[-1] == "card: bills painted p50 300 ms, p95 700 ms after the bare call (target <= 300 ms)"
    assert not card_verdict([laid(0, 301)], said.append)


@pytest.mark.parametrize(
    ("met", "whole"),
    [
        ([True, True, True], True),
        ([True, False, None], False),
        ([None, True, True], None),
    ],
)
def test_a_missed_target_outweighs_what_could_not_be_measured(met: list[bool | None], whole: bool | None) -> None:
    assert altogether(met) is whole


def test_who_is_not_root_or_lacks_a_program_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert reports.measure(1, said.append) is None
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert private_room.what_is_missing("sh", "no-such-program") == "no-such-program not installed: run `make setup`"
    assert private_room.what_is_missing("sh") == ""
    assert said == [
        "report printer: not measured, it needs a network of its own, which only root can make: run it as root or "
        "with sudo"
    ]


def test_everything_is_measured_on_the_real_thing_and_no_program_stays() -> None:
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    done = subprocess.run(
        [*root, sys.executable, "-c", MEASURES], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    *told, code, left = done.stdout.splitlines()
    heads = ["slip of 40 lines", "slip", "slip with a drawn name and a code", "report printer", *["card"] * 7]
    assert [line.split(": ")[0] for line in told] == heads
    assert "10 pages given in" in told[3]
    assert not any("not measured" in line for line in told)
    assert code in ("0", "1")  # this machine may be busy: how fast it is, is not the question here
    assert left == "set()"
