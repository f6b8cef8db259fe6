"""Somebody is weighed, or has their pressure or oxygen taken: the result comes once, whole, or not at all."""

import os
import queue
import tty
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.core.events import DeviceChanged, Event, Measured, Reading
from kiosk.devices.id_cards import sdt_serial
from kiosk.devices.measurements import cms50_oximeter, nibp_line, tanita_body
from kiosk.devices.measurements.cms50_oximeter import STEADY, Packets
from kiosk.devices.measurements.listening import Decoder, Result
from kiosk.devices.measurements.nibp_line import Answers, command
from kiosk.devices.measurements.simulated import SimulatedMeasurer
from kiosk.devices.measurements.tanita_body import Lines
from kiosk.devices.scanners import serial_line

WAIT_S = 20.0
# A line of a scale as published, with the maker's own checksum at its end (the sum of all before it, its low byte).
PUBLISHED = (
    b'{0,16,~0,1,~1,1,~2,1,MO,"SC-330",SN,"00000001",ID,"0000000000",Da,"25/09/2014",TI,"08:20",Bt,0,GE,1,AG,34,'
    b"Hm,191.0,Pt,0.0,Wk,89.2,FW,18.8,fW,16.8,MW,72.4,mW,68.8,sW,13,bW,3.6,wW,48.0,ww,53.8,MI,24.5,Sw,80.3,OV,11.1,"
    b"IF,6,rb,8874,rB,2121,rJ,13,rA,29,ZF,501.8,CS,D9\r\n"
)
TALL = (Reading("height", 1910, "mm"), Reading("weight", 89_200, "g"))
FAILED = Result(code="E-MSR-02")


def fed(decoder: Decoder, data: bytes, piece: int = 7) -> list[Result]:
    return [one for at in range(0, len(data), piece) for one in decoder.feed(data[at : at + piece])]


@pytest.mark.parametrize("piece", [1, 50, 9999])
def test_a_published_line_of_a_scale(piece: int) -> None:
    assert fed(Lines(), PUBLISHED, piece) == [Result(TALL)]


@pytest.mark.parametrize(
    ("spoilt", "results"),
    [
        (PUBLISHED.replace(b"89.2", b"99.2"), [FAILED]),  # the checksum no longer fits
        (PUBLISHED.replace(b"CS,D9", b"CS,"), [FAILED]),
        (b"noise" + PUBLISHED, [Result(TALL)]),
        (b"\x00\xff\r\n" + PUBLISHED + PUBLISHED, [Result(TALL), Result(TALL)]),
        (PUBLISHED[:200] + b"\r\n", [FAILED]),
        (b"hello\r\n", []),
        (b"{" * 100_000 + b"\r\n" + PUBLISHED, [Result(TALL)]),
    ],
)
def test_a_spoilt_line_is_never_a_weight(spoilt: bytes, results: list[Result]) -> None:
    assert fed(Lines(), spoilt, 999) == results


def line_of(height: bytes, weight: bytes) -> bytes:
    body = b'{0,16,~0,1,~1,1,~2,1,MO,"SC-330",Hm,' + height + b",Wk," + weight + b","
    return body + b"CS,%02X\r\n" % (sum(body) & 0xFF)


@pytest.mark.parametrize(
    ("height", "weight"), [(b"12.0", b"89.2"), (b"191.0", b"0.9"), (b"191", b"89.2"), (b"-1.0", b"1.0")]
)
def test_a_body_that_nobody_has_is_no_result(height: bytes, weight: bytes) -> None:
    assert fed(Lines(), line_of(height, weight)) == [FAILED]


def packet(oxygen: int, pulse: int, state: int = 0, strength: int = 5) -> bytes:
    return bytes((0x80 | strength, 40, state | (pulse & 0x80) >> 1, pulse & 0x7F, oxygen))


def test_a_finger_that_stays_in_gives_one_result() -> None:
    packets = Packets()
    assert fed(packets, packet(97, 76) * (STEADY - 1)) == []
    told = Result((Reading("oxygen", 97, "%"), Reading("pulse", 76, "/min")))
    assert fed(packets, packet(97, 76) * STEADY) == [told]
    assert fed(packets, packet(97, 76) * STEADY * 3) == []


def test_a_fast_pulse_uses_the_eighth_bit() -> None:
    assert fed(Packets(), packet(97, 140) * STEADY) == [
        Result((Reading("oxygen", 97, "%"), Reading("pulse", 140, "/min")))
    ]


def test_the_next_finger_gives_its_own_result() -> None:
    packets = Packets()
    assert len(fed(packets, packet(97, 76) * STEADY)) == 1
    assert fed(packets, packet(0, 0, state=0x10) * 20) == []
    assert len(fed(packets, packet(93, 60) * STEADY)) == 1


def test_a_finger_that_comes_and_goes_or_wanders_gives_none() -> None:
    assert fed(Packets(), (packet(97, 76) * (STEADY // 2) + packet(0, 0, state=0x10)) * 6) == []
    assert fed(Packets(), (packet(97, 76) * 9 + packet(85, 76)) * STEADY) == []
    assert fed(Packets(), packet(97, 76, state=0x20) * STEADY) == []


def test_half_packets_and_noise_are_passed_over() -> None:
    noisy = (b"\x81\x28\x00" + packet(97, 76) + b"\x01\x02") * STEADY
    assert len(fed(Packets(), noisy)) == 1


def answer(body: bytes) -> bytes:
    return b"\x02" + body + b"%02X" % (sum(body) & 0xFF) + b"\x03\r"


GOOD = b"S3;A0;C03;M00;P120080093;R070;T0000;;"


def test_the_published_commands() -> None:
    assert command("01") == b"\x0201;;D7\x03"
    assert command("18") == b"\x0218;;DF\x03"


def test_when_the_cuff_has_finished_the_result_is_asked_for_once() -> None:
    module = Answers()
    assert fed(module, b"\x02120C0S3\x03\r\x02098C0S3\x03\r") == []
    assert module.question() == b""
    assert fed(module, b"\x02999\x03\r") == []
    assert (module.question(), module.question()) == (command("18"), b"")
    pressure = (Reading("systolic", 120, "mmHg"), Reading("diastolic", 80, "mmHg"), Reading("pulse", 70, "/min"))
    assert fed(module, answer(GOOD)) == [Result(pressure)]


@pytest.mark.parametrize(
    ("said", "results"),
    [
        (answer(GOOD.replace(b"M00", b"M07")), [FAILED]),  # the module says that it failed
        (answer(GOOD.replace(b"P120080", b"P000000")), [FAILED]),
        (answer(GOOD).replace(b"P120", b"P129"), []),  # the checksum no longer fits
        (answer(GOOD)[1:], []),
        (answer(GOOD)[:20] + answer(GOOD), [Result]),
        (b"\x02" + b"9" * 100_000 + answer(GOOD), [Result]),
    ],
)
def test_a_spoilt_answer_is_never_a_pressure(said: bytes, results: list[object]) -> None:
    found = fed(Answers(), said, 999)
    assert [type(one) if results == [Result] else one for one in found] == results


def test_a_scale_on_a_line_is_pulled_out_and_comes_back(tmp_path: Path) -> None:
    link, heard = tmp_path / "ttyScale", queue.Queue[Event]()

    def plug_in() -> tuple[int, int]:
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(theirs))
        return ours, theirs

    ends = plug_in()
    device = tanita_body.open_driver(f"serial://{link}")
    device.start(heard.put)
    assert heard.get(timeout=WAIT_S) == DeviceChanged("body")
    os.write(ends[0], PUBLISHED)
    assert heard.get(timeout=WAIT_S) == Measured("body", TALL)
    link.unlink()
    for end in ends:
        os.close(end)
    assert heard.get(timeout=WAIT_S) == DeviceChanged("body")
    assert device.health().code == "E-MSR-01"
    ends = plug_in()
    assert heard.get(timeout=WAIT_S) == DeviceChanged("body")
    os.write(ends[0], PUBLISHED)
    assert heard.get(timeout=WAIT_S) == Measured("body", TALL)
    device.close()


def test_a_tape_of_a_scale_holds_nobodys_figures() -> None:
    masked = tanita_body.mask(PUBLISHED)
    assert len(masked) == len(PUBLISHED)
    assert b"191.0" not in masked
    assert b"Hm,000.0" in masked


@pytest.mark.parametrize("module", [tanita_body, cms50_oximeter, nibp_line])
def test_a_connection_of_another_form_is_refused(module: object) -> None:
    with pytest.raises(ValueError, match="it must be like"):
        module.open_driver("COM3")  # type: ignore[attr-defined]


def test_the_simulated_device_measures_fails_and_loses_its_plug() -> None:
    device, heard = SimulatedMeasurer(), list[Event]()
    device.start(heard.append)
    device.measure(*TALL)
    device.move()
    device.unplug()
    device.measure(*TALL)
    assert heard == [Measured("pressure", TALL), Measured("pressure", code="E-MSR-02"), DeviceChanged("pressure")]


def test_a_tape_of_an_oximeter_tells_that_a_finger_was_in_but_no_value() -> None:
    packets = bytes((0x85, 0x3C, 0x4A, 0x48, 0x61)) * 3 + bytes((0x85, 0x3C, 0x1A, 0x7F, 0x7F))
    masked = cms50_oximeter.mask(b"\x61" + packets)
    assert masked == b"\x00" + bytes((0x85, 0, 0, 0, 0)) * 3 + bytes((0x85, 0, 0x10, 0, 0))


def test_a_tape_of_a_cuff_holds_no_pressure() -> None:
    said = b"\x02120C1S0\r\x02999C1S0\r\x0218;;DF\x03\x02S3;A0;C03;M00;P120080093;R070;;A5\x03"
    assert nibp_line.mask(said) == (
        b"\x02000C0S0\r\x02999C0S0\r\x0218;;DF\x03\x02S0;A0;C00;M00;P000000000;R000;;A0\x03"
    )


@pytest.mark.parametrize("driver", [cms50_oximeter, nibp_line, tanita_body, serial_line, sdt_serial])
def test_a_file_is_no_line_of_a_device_that_speaks(driver: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="this device speaks: it must be like tcp://host:port or serial"):
        driver.open_driver(connection=f"file://{tmp_path / 'line'}")
