"""A technician is told why a device cannot be reached, where this computer can tell."""

import os
import socket
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.selftest import found, lines
from kiosk.selftest.lines import why_no_line

HEAD = '[terminal]\nid = "K01"\n[gateway]\nurl = "http://127.0.0.1:1"\n[journal]\nfile = "journal.db"\n'


def test_a_port_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert why_no_line({"connection": f"serial://{tmp_path}/ttyUSB9?baud=9600"}) == (
        f"there is no {tmp_path}/ttyUSB9 on this computer"
    )
    assert why_no_line({"source": "/dev/video-none"}) == "there is no /dev/video-none on this computer"
    assert "cannot be opened: Is a directory" in why_no_line({"connection": f"file://{tmp_path}"})


def test_a_port_that_is_not_for_us_names_who_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "(not for this user: it is of " in why_no_line({"connection": f"serial://{tmp_path}"})


def test_a_port_that_is_there_is_not_the_reason(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    assert why_no_line({"connection": f"serial://{os.ttyname(theirs)}"}) == ""
    os.close(ours)
    os.close(theirs)
    with socket.create_server(("127.0.0.1", 0)) as there:
        assert why_no_line({"connection": f"tcp://127.0.0.1:{there.getsockname()[1]}"}) == ""
    assert why_no_line({}) == why_no_line({"source": 0}) == why_no_line({"reader": "ACS"}) == ""
    assert why_no_line({"source": str(tmp_path / "film.mp4")}) == ""


def test_a_machine_in_the_network_refuses_is_silent_or_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_no_line({"connection": "tcp://127.0.0.1:1"}) == "127.0.0.1 is there, but nothing listens at its port 1"
    errors = [socket.gaierror("no such name"), TimeoutError()]

    def silent(address: tuple[str, int], seconds: float) -> socket.socket:
        assert (address[1], seconds) == (631, lines.KNOCK_S)
        raise errors.pop(0)

    monkeypatch.setattr("socket.create_connection", silent)
    assert why_no_line({"connection": "ipp://reports/ipp/print"}) == "reports is no name that this computer knows"
    assert why_no_line({"connection": "cups://10.0.0.9/slips"}) == "10.0.0.9 does not answer at port 631: it is silent"


@pytest.mark.parametrize("address", ["http://me:secret@camera:99999/", "http://me:secret", "http://[camera/"])
def test_an_address_that_cannot_be_one_is_said_to_be_none_and_not_shown(address: str) -> None:
    assert why_no_line({"source": address}) == "its address cannot be one"


def test_list_and_test_say_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The card service's library looks only once where its socket is: other tests have one of their own.
    monkeypatch.setattr(found, "_readers", lambda: iter(()))
    file = tmp_path / "kiosk.toml"
    printer = 'kind = "receipt_printers"\ndriver = "escpos"\nname = "printer"\nconnection = "tcp://127.0.0.1:1"\n'
    file.write_text(f"{HEAD}[[devices]]\n{printer}", "utf-8")
    why = "127.0.0.1 is there, but nothing listens at its port 1"
    assert main(["devices", "--config", str(file)]) == 0
    assert f"\n\nprinter: {why}\n" in capsys.readouterr().out
    assert main(["devices", "test", "printer", "--config", str(file)]) == 1
    assert capsys.readouterr().out.endswith(f"open the port.\n{why}\n")
