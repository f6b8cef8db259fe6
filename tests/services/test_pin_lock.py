"""Who does not know the PIN gets five tries, then ever longer waits; neither restart nor power cut gives one more."""

from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.services.pin_lock import FIRST_WAIT_S, FREE, LONGEST_WAIT_S, FilePinLock, made_from

PIN = "482915"
MADE = made_from(PIN)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "wrong-pins.json"


def tries(lock: FilePinLock, times: int) -> None:
    for _ in range(times):
        assert not lock.open("000000")


def test_the_right_pin_opens_and_another_does_not(file: Path) -> None:
    lock = FilePinLock(MADE, file, VirtualClock())
    assert not lock.open("482916")
    assert not lock.open("")
    assert lock.open(PIN)


def test_the_same_pin_looks_different_in_every_configuration() -> None:
    assert made_from(PIN) != MADE
    assert PIN not in MADE


def test_waits_grow_after_five_wrong_tries(file: Path) -> None:
    clock = VirtualClock()
    lock = FilePinLock(MADE, file, clock)
    tries(lock, FREE - 1)
    assert lock.wait_s() == 0
    waits = []
    for _ in range(10):
        tries(lock, 1)
        waits.append(lock.wait_s())
        clock.advance(lock.wait_s())
    assert waits[:4] == [FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S, 8 * FIRST_WAIT_S]
    assert waits[-1] == LONGEST_WAIT_S


def test_nobody_is_let_in_while_they_have_to_wait_not_even_with_the_right_pin(file: Path) -> None:
    clock = VirtualClock()
    lock = FilePinLock(MADE, file, clock)
    tries(lock, FREE)
    assert not lock.open(PIN)
    assert lock.wait_s() == FIRST_WAIT_S
    clock.advance(FIRST_WAIT_S)
    assert lock.open(PIN)
    assert lock.wait_s() == 0


def test_a_restart_gives_no_free_tries(file: Path) -> None:
    clock = VirtualClock()
    tries(FilePinLock(MADE, file, clock), FREE)
    lock = FilePinLock(MADE, file, clock)
    assert lock.wait_s() == FIRST_WAIT_S
    assert not lock.open(PIN)


def test_a_power_cut_while_the_pin_is_compared_gives_no_free_try(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = FilePinLock(MADE, file, VirtualClock())
    tries(lock, FREE - 1)
    monkeypatch.setattr("kiosk.services.pin_lock._is", _power_cut)
    with pytest.raises(KeyboardInterrupt):
        lock.open("000000")
    assert FilePinLock(MADE, file, VirtualClock()).wait_s() == FIRST_WAIT_S


def test_the_right_pin_starts_anew(file: Path) -> None:
    lock = FilePinLock(MADE, file, VirtualClock())
    tries(lock, FREE - 1)
    assert lock.open(PIN)
    tries(lock, FREE - 1)
    assert lock.wait_s() == 0


def test_a_clock_that_is_set_back_makes_the_wait_no_longer(file: Path) -> None:
    tomorrow = VirtualClock()
    tomorrow.advance(86_400)
    tries(FilePinLock(MADE, file, tomorrow), FREE)
    assert FilePinLock(MADE, file, VirtualClock()).wait_s() == FIRST_WAIT_S


@pytest.mark.parametrize("meddled", ["", "[]", '{"wrong": "x"}', "\xff"])
def test_a_file_somebody_meddled_with_gives_no_free_tries(file: Path, meddled: str) -> None:
    file.write_text(meddled, "latin-1")
    lock = FilePinLock(MADE, file, VirtualClock())
    tries(lock, 1)
    assert lock.wait_s() > 0


def test_a_disk_that_takes_nothing_keeps_the_technician_neither_in_nor_out(tmp_path: Path) -> None:
    lock = FilePinLock(MADE, tmp_path / "gone" / "wrong-pins.json", VirtualClock())
    tries(lock, FREE)
    assert lock.wait_s() == FIRST_WAIT_S
    fresh = FilePinLock(MADE, tmp_path / "gone" / "wrong-pins.json", VirtualClock())
    assert fresh.open(PIN)


def _power_cut(*_: object) -> bool:
    raise KeyboardInterrupt
