"""A disk that is full or refuses to sync, at every moment of a payment: nothing is lost, nobody is told a wrong thing.

Real flows and the real journal; the disk is sick from one act on until somebody sees the sign and mends it, or once.
"""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from outside import Outside
from person import Plan
from scene import PAYS, Scene, scene
from watched_disk import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Op, watching

from kiosk.core.screens import Attract, NotPaid, OutOfService, Paid, Unknown

STORIES: dict[str, tuple[Plan, Callable[[], Outside]]] = {
    "pays": (PAYS, Outside),
    "cancels": (PAYS | {"ShowQr": [("cancel", "")]}, lambda: Outside(looks_until_paid=None)),
    "is refused after paying": (PAYS, lambda: Outside(answer_to_settle="refused")),
    "is insured for all of it": (PAYS | {"InsuranceSplit": [("next", "")]}, lambda: Outside(fund=10**6)),
}
SICK: dict[str, tuple[int, tuple[str, ...]]] = {
    "is full": (FULL, ("create", "write", "truncate")),
    "cannot write": (IOERR_WRITE, ("write",)),
    "cannot sync": (IOERR_FSYNC, ("sync", "sync_folder")),
}


@dataclass
class Sickness:
    """The disk fails at the nth act of some kinds, and goes on failing until it is mended, or just once."""

    code: int
    acts: tuple[str, ...]
    left: int
    once: bool
    struck: bool = False
    mended: bool = False

    def __call__(self, op: Op) -> int:
        if self.mended or op.kind not in self.acts:
            return OK
        self.left -= 1
        if self.left >= 0:
            return OK
        self.struck, self.mended = True, self.once
        return self.code

    def mend(self) -> None:
        self.mended = True


@pytest.mark.parametrize("once", [False, True], ids=["until it is mended", "once"])
@pytest.mark.parametrize("kind", SICK)
@pytest.mark.parametrize("story", STORIES)
def test_a_sick_disk_at_any_moment_loses_nothing(tmp_path: Path, story: str, kind: str, once: bool) -> None:
    step = 1 if kind == "cannot sync" else 5
    for nth in range(0, 10_000, step):
        sickness = Sickness(*SICK[kind], nth, once)
        played = play(tmp_path / str(nth), story, sickness)
        all_is_well(played)
        if not sickness.struck:
            break
        if not once:
            sign = played.person.last(OutOfService)
            assert isinstance(sign, OutOfService)
            assert sign.code == ("E-JRN-02" if kind == "is full" else "E-JRN-01")
    assert nth >= 5 * step


def play(folder: Path, story: str, sickness: Sickness) -> Scene:
    """One visit and what comes after it. Who sees the sign calls somebody who mends the disk."""
    plan, outside = STORIES[story]
    folder.mkdir()
    with watching(folder) as disk:
        stage = scene(folder, plan, outside())
        stage.person.plan["OutOfService"] = [sickness.mend]
        disk.fault = sickness
        try:
            stage.play()
            assert stage.journal.unfinished() == []
        finally:
            sickness.mend()
            stage.journal.close()
    return stage


def all_is_well(played: Scene) -> None:
    """The money is where it should be, what was said of it is true, and the terminal serves the next one."""
    assert played.outside.balanced()
    assert isinstance(played.person.seen[-1], Attract)
    told = [screen for screen in played.person.seen if isinstance(screen, Paid | NotPaid | Unknown)]
    charged = bool(played.outside.wallet.charged)
    if charged:
        assert told, "they paid, and nobody told them how it ended"
    for screen in told:
        if isinstance(screen, Unknown):
            assert any(screen.reference in line for line in played.printer.slips[0])
        elif isinstance(screen, Paid):
            assert played.outside.paid_bills
        else:
            assert not charged or played.outside.wallet.refunded


def test_a_limit_on_the_size_of_files_is_met_after_paying_and_lifted(tmp_path: Path) -> None:
    """No layer here: the kernel itself says no to the write (`RLIMIT_FSIZE`, for everybody)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    outside = Outside()
    stage = scene(tmp_path, PAYS, outside)
    written = (tmp_path / "journal.db-wal").stat().st_size

    def lift() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    outside.after["order"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (written // 2, hard))
    stage.person.plan["OutOfService"] = [lift]
    try:
        stage.play()
    finally:
        lift()
    assert_reference_then_settled(stage, "E-JRN-02")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 300 kB, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_real_disk_fills_up_after_paying_and_is_emptied(small_disk: Path) -> None:
    outside = Outside()
    stage = scene(small_disk, PAYS, outside)
    log = small_disk / "log"

    def fill() -> None:
        if not log.exists():
            log.write_bytes(bytes(shutil.disk_usage(small_disk).free))

    outside.after["order"] = fill
    stage.person.plan["OutOfService"] = [log.unlink]
    try:
        stage.play()
        assert_reference_then_settled(stage, "E-JRN-02")
    finally:
        stage.journal.close()


def assert_reference_then_settled(stage: Scene, code: str) -> None:
    """The patient holds a reference, the sign says why, and the terminal finishes it alone."""
    told, sign = stage.person.last(Unknown), stage.person.last(OutOfService)
    assert isinstance(told, Unknown)
    assert isinstance(sign, OutOfService)
    assert (told.reference, sign.code) == ("K01-1", code)
    assert any("K01-1" in line for line in stage.printer.slips[0])
    assert [after for _, _, after in stage.journal.moves("K01-1")][-1] == "settled"
    assert stage.outside.balanced()
