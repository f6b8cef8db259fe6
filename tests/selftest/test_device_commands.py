"""A stranger calls `kiosk devices`: what is there stands in columns, what is wrong comes with what to do about it."""

import grp
import os
import re
import select
import signal
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.config import Config, Gateway, Journal, Terminal
from kiosk.config import Device as Configured
from kiosk.devices import Facts, Health
from kiosk.devices.cameras.simulated import SimulatedCamera
from kiosk.devices.cards.simulated import SimulatedCardReader
from kiosk.devices.receipt_printers.layout import width
from kiosk.devices.scanners.keyboard_wedge import KeyboardWedge
from kiosk.selftest import found, trial
from kiosk.selftest.codes import WHAT_TO_DO
from kiosk.selftest.listing import columns, configured

HEAD = '[terminal]\nid = "K01"\n[gateway]\nurl = "http://127.0.0.1:1"\n[journal]\nfile = "journal.db"\n'
ROOMS = [Path(trial.__file__).parents[1] / room for room in ("devices", "flows")]
CODE = re.compile(r"E-(?:CRD|SCN|PRN|RPT|DSP|CAM|MSR|LGT)-\d\d")


class Absent:
    """A device that is not there. It answers only once all of them are being asked."""

    def __init__(self, code: str, all_asked: threading.Barrier) -> None:
        self._code, self._all_asked = code, all_asked

    def health(self) -> Health:
        self._all_asked.wait(20)
        return Health("offline", code=self._code)

    def facts(self) -> Facts:
        raise AssertionError("what is not there is not asked what it can")

    def close(self) -> None:
        return


def terminal(*devices: Configured) -> Config:
    return Config(Terminal("K01"), Gateway("http://127.0.0.1:1"), Journal("journal.db"), devices=devices)


def kiosk_toml(folder: Path, *devices: str) -> str:
    file = folder / "kiosk.toml"
    file.write_text(HEAD + "\n".join(f"[[devices]]\n{device}" for device in devices), "utf-8")
    return str(file)


def test_every_code_of_a_device_comes_with_what_to_do() -> None:
    said = {code for room in ROOMS for file in room.rglob("*.py") for code in CODE.findall(file.read_text("utf-8"))}
    assert said == set(WHAT_TO_DO)


def test_silent_devices_are_asked_all_at_once_and_each_code_is_explained_once() -> None:
    names, all_asked = ("a", "b", "c"), threading.Barrier(3)
    devices = {name: Absent(code, all_asked) for name, code in zip(names, ("E-PRN-01", "E-SCN-01", "E-PRN-01"))}  # noqa: B905
    printers = (Configured("receipt_printers", "escpos", name) for name in names)
    told = configured(terminal(*printers), devices, lambda: None)
    assert [line.split()[3:5] for line in told[1:4]] == [["offline", "E-PRN-01"], ["offline", "E-SCN-01"]] + [
        ["offline", "E-PRN-01"]
    ]
    assert [line[:8] for line in told[4:]] == ["", "E-PRN-01", "E-SCN-01"]


def test_what_looks_after_itself_is_asked_once_it_had_time_to_be_found() -> None:
    reader = SimulatedCardReader("r")
    reader.unplug()
    told = configured(terminal(Configured("cards", "simulated", "r")), {"r": reader}, reader.plug)
    assert told[1].split() == ["r", "cards", "simulated", "online", "simulated", "-", "-"]


def test_a_picture_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    camera = SimulatedCamera("face")
    with pytest.raises(trial.Failed, match="face.png cannot be written: No such file or directory; say where with"):
        list(trial.trial("cameras", trial.Trial("face", camera, 20.0, tmp_path / "nowhere")))


def test_chinese_names_take_two_columns_a_character() -> None:
    rows = columns([("NAME", "STATE"), ("社保卡读卡器", "online"), ("门 A", "offline")])
    assert {width(row[: row.index(state)]) for row, state in zip(rows, ("STATE", "online", "offline"))} == {14}  # noqa: B905


def test_a_file_without_devices_is_told_so() -> None:
    assert configured(terminal(), {}, lambda: None) == ["nothing: there is no [[devices]] in the file"]


def test_a_port_that_is_not_ours_names_the_group_that_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found.openable(tmp_path, "FT232R") == "FT232R"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert found.openable(tmp_path, "FT232R").startswith("FT232R (not for this user: it is of ")


def owned(mode: int, group: int) -> os.stat_result:
    return os.stat_result((mode, 1, 1, 1, 0, group, 0, 0, 0, 0))


def test_nobody_is_sent_into_a_group_that_does_not_help_or_may_do_all() -> None:
    number, name = next((one.gr_gid, one.gr_name) for one in grp.getgrall() if one.gr_gid)
    assert found.who_may(owned(0o20660, number)) == f"`sudo adduser USER {name}`, then log in again"
    assert found.who_may(owned(0o20640, number)) == (
        f"it is of root:{name} with rights 0640, and no group to join opens it"
    )
    for mode in (0o600, 0o660):
        assert found.who_may(owned(mode, 0)) == (
            f"it is of root:root with rights {mode:04o}, and no group to join opens it"
        )


def test_nobody_is_asked_for_a_card_where_no_reader_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "WARM_UP_S", 0.05)
    reader = SimulatedCardReader()
    told: list[str] = []
    reader.unplug()
    with pytest.raises(trial.Failed, match=r"it is offline E-CRD-04\nE-CRD-04: No reader: "):
        told += trial.trial("cards", trial.Trial("it", reader, 20.0, tmp_path))
    assert not any("lay a card" in line for line in told)


def test_a_scanner_that_types_is_heard_in_this_shell_and_its_code_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs) as shell, os.fdopen(ours, "rb+", buffering=0) as keyboard:
        monkeypatch.setattr(sys, "stdin", shell)
        before = termios.tcgetattr(shell)
        told: list[str] = []
        for line in trial.trial("scanners", trial.Trial("it", KeyboardWedge("it"), 20.0, tmp_path)):
            told.append(line)
            if line.startswith("hold a code"):
                keyboard.write(b"130000000000000001\n")
        assert "18 characters; as a payment code: wechat" in told
        assert termios.tcgetattr(shell) == before
        assert select.select([keyboard], [], [], 0)[0] == [], "a shell would have shown it"


def test_what_is_wrong_in_the_file_is_told_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scanner = 'kind = "scanners"\ndriver = "serial_line"\nname = "s"\nconnection = "serial:///dev/ttyS9?baud=fast"\n'
    file = kiosk_toml(tmp_path, scanner)
    assert main(["devices", "--config", file]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{file}: devices.s: connection is 'serial:///dev/ttyS9?baud=fast'; it must be like ")
    assert main(["devices", "test", "t", "--config", file]) == 2
    assert capsys.readouterr().err == f"{file}: no device is called 't'; there are s\n"
    assert main(["devices", "replay", __file__]) == 2
    assert capsys.readouterr().err == f"{__file__}: not a tape\n"


def test_who_records_is_told_where_the_tape_is_or_that_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    camera = 'kind = "cameras"\ndriver = "simulated"\nname = "camera"\n'
    words = ["--config", kiosk_toml(tmp_path, camera), "--record", str(tmp_path / "tapes"), "--out", str(tmp_path)]
    assert main(["devices", "test", "camera", *words]) == 0
    assert "nothing was recorded: the driver of camera writes no tape" in capsys.readouterr().out
    printer = 'kind = "receipt_printers"\ndriver = "escpos"\nname = "printer"\nconnection = "tcp://127.0.0.1:1"\n'
    words[1] = kiosk_toml(tmp_path, printer)
    assert main(["devices", "test", "printer", *words]) == 1
    assert f"recorded, personal data masked: {tmp_path / 'tapes' / 'printer.tape'}" in capsys.readouterr().out
    assert (tmp_path / "tapes/printer.tape").is_file()
    words[3] = words[1]
    assert main(["devices", "test", "printer", *words]) == 2
    assert f"{words[1]} is a file; tapes are kept in a folder" in capsys.readouterr().err


def test_ctrl_c_ends_a_test_without_a_word(tmp_path: Path) -> None:
    file = kiosk_toml(tmp_path, 'kind = "cards"\ndriver = "simulated"\nname = "reader"\n')
    words = [sys.executable, "-m", "kiosk", "devices", "test", "reader", "--config", file, "--wait", "60"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert any(line.startswith("lay a card on it") for line in program.stdout)
        program.send_signal(signal.SIGINT)
        _, complaint = program.communicate(timeout=20)
    assert (program.returncode, complaint) == (130, "")
