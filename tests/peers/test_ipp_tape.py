"""What a real network printer said on a bad day is written down, and met again over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from printer_room import Printer, PrinterRoom
from replaying import played
from report_pages import report
from report_patient import Patient

from kiosk.devices.report_printers import ipp
from kiosk.devices.tape import Tape
from kiosk.selftest.replay import load_tape

MANY = 20  # pages: so much time that only the fault itself can end it, on a busy machine too


@pytest.fixture
def peer() -> Iterator[Printer]:
    room = PrinterRoom()
    peer = room.printer()
    yield peer
    peer.close()
    room.close()


def test_a_tape_of_a_printer_plays_its_bad_day_again_and_names_nobody(peer: Printer, tmp_path: Path) -> None:
    tape = Tape(tmp_path / "odd.tape", "odd", ipp.mask, ipp.SPOKEN)
    odd = ipp.open_driver(f"ipp://{peer.address}", 2.0, 0.5, None, "kiosk-T01", "odd", tape)
    assert Patient(odd, 2).end() == 2
    peer.put(jam_at="3")
    assert Patient(odd, MANY).end() == ("E-RPT-05", 2)
    peer.put(jam_at="")
    facts = odd.facts()
    tape.close()
    kept = b"".join(turn.said for turn in load_tape(tmp_path / "odd.tape").turns)
    for secret in (b"kiosk-T01", b"localhost", b"127.0.0.1", b"%PDF", report(2)[-40:]):
        assert secret not in kept
    with played(tmp_path / "odd.tape") as address:
        again = ipp.open_driver(address, 5.0, 2.0, None, "kiosk-T02")
        assert Patient(again, 2).end() == 2
        assert Patient(again, MANY).end() == ("E-RPT-05", 2)
        assert again.facts() == facts
        assert again.health().state != "offline"
