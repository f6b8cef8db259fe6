"""Every driver that has a line, with the other end of it in a test's hands: plugged, unplugged, silent, at work."""

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from card_machine import CardMachine
from card_module import CardModule, citizen
from report_server import ReportServer, one_page
from rig_parts import LONG_S, Ears, Muted, Port, Rig, fault, wait
from serial_peer import SerialPeer
from test_escpos_usb import SLIP, DeviceFile
from test_measurements import PUBLISHED, answer, packet
from test_opencv_camera import Street, jpeg
from test_pcsc_watch import CARD, EMPTY, Watch
from test_serial_lights import Board

from kiosk.core.errors import PagesLeft
from kiosk.core.events import CardGone, CardRead, CardUnreadable, CodeScanned, Event, Measured
from kiosk.devices import Camera, Device, Pages
from kiosk.devices.cameras import opencv
from kiosk.devices.dispensers.crt571 import Crt571, Settings
from kiosk.devices.id_cards import sdt_serial
from kiosk.devices.lights import serial_line as lights
from kiosk.devices.measurements import cms50_oximeter, nibp_line, tanita_body
from kiosk.devices.measurements.cms50_oximeter import STEADY
from kiosk.devices.receipt_printers import escpos
from kiosk.devices.report_printers import ipp
from kiosk.devices.scanners import serial_line as scanner
from kiosk.devices.wires import open_wire
from kiosk.dock.printer import PrinterLine, ReceiptPrinterPeer
from kiosk.dock.printer_lines import SerialLine, TcpLine

CODE = "6901234567892"


def id_card(folder: Path) -> Rig:
    module = CardModule(folder / "tty")

    def mute(silent: bool) -> None:
        module.baud = 1 if silent else None

    def works(ears: Ears) -> None:
        module.before = lambda command: None
        module.lay(citizen())
        assert isinstance(ears.until(CardRead, CardUnreadable), CardRead)
        module.take()
        ears.until(CardGone)

    def breaks(ears: Ears) -> str:
        module.before = lambda command: module.unplug() if command == "read" else None
        module.lay(citizen())
        failed = cast(CardUnreadable, ears.until(CardRead, CardUnreadable))
        ears.until(CardGone)
        module.take()
        return failed.code

    device = sdt_serial.open_driver("it", f"serial://{folder / 'tty'}")
    return Rig(device, "E-CRD-04", module.plug, module.unplug, works, breaks, mute)


def chip_card(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    watch = Watch()
    watch.service.names = []

    def plug() -> None:
        watch.service.turn(names=["Front reader"], state=EMPTY)

    def unplug() -> None:
        watch.service.turn(names=[])

    def works(ears: Ears) -> None:
        watch.service.turn(state=CARD)
        assert isinstance(ears.until(CardRead, CardUnreadable), CardRead)
        watch.service.turn(state=EMPTY)
        ears.until(CardGone)

    def breaks(ears: Ears) -> str:
        watch.cards.answers = threading.Event()
        watch.cards.readers.clear()
        watch.service.turn(state=CARD)
        wait(lambda: bool(watch.cards.readers), lambda: "the card was never asked")
        unplug()
        failed = cast(CardUnreadable, ears.until(CardRead, CardUnreadable))
        ears.until(CardGone)
        watch.cards.answers.set()
        watch.cards.answers = None
        return failed.code

    return Rig(watch.driver, "E-CRD-04", plug, unplug, works, breaks)


def _speaking(
    peer: "SerialPeer | Port",
    device: Device,
    gone: str,
    said: bytes,
    result: type[Event],
    good: Callable[[Event], bool],
) -> Rig:
    """A device that only speaks: what it said the first half of when it was unplugged is never told."""

    def works(ears: Ears) -> None:
        peer.say(said)
        assert good(ears.until(result))

    def breaks(ears: Ears) -> str:
        peer.say(said[: len(said) // 2])
        peer.unplug()
        wait(lambda: not device.health().usable, device.health)
        return "" if ears.events.empty() or not isinstance(ears.events.get(), result) else "half"

    return Rig(device, gone, peer.plug, peer.unplug, works, breaks)


def _scan(peer: "SerialPeer | Port") -> Rig:
    device = scanner.open_driver(peer.connection, "it")
    return _speaking(
        peer, device, "E-SCN-01", CODE.encode() + b"\r", CodeScanned, lambda e: e == CodeScanned("it", CODE)
    )


def scanner_on_a_line(folder: Path) -> Rig:
    return _scan(SerialPeer(folder / "tty", lambda data: b""))


def scanner_in_the_network(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    return _scan(Port())


def _measure(folder: Path, driver: Callable[..., Device], said: bytes) -> Rig:
    peer = SerialPeer(folder / "tty", lambda data: b"")
    return _speaking(
        peer, driver(peer.connection, "it"), "E-MSR-01", said, Measured, lambda e: not cast(Measured, e).code
    )


def scale(folder: Path) -> Rig:
    return _measure(folder, tanita_body.open_driver, PUBLISHED)


def oximeter(folder: Path) -> Rig:
    return _measure(folder, cms50_oximeter.open_driver, packet(97, 76) * STEADY)


def cuff(folder: Path) -> Rig:
    return _measure(folder, nibp_line.open_driver, answer(b"S3;A0;C03;M00;P120080093;R070;T0000;;"))


def lamps(folder: Path) -> Rig:
    board = Board()
    muted = Muted(board.hear)
    peer = SerialPeer(folder / "tty", muted.hear)
    device = lights.open_driver(peer.connection, {"cards": 0}, "it", timeout_s=1.0)

    def works(ears: Ears) -> None:  # noqa: ARG001  # it is seen
        device.show("cards", "off")
        board.wait(lambda: board.on.get(0) is False)
        device.show("cards", "on")
        board.wait(lambda: board.on.get(0) is True)

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # nobody waits for lights
        device.show("cards", "blink")
        peer.unplug()
        wait(lambda: not device.health().usable, device.health)
        return ""

    return Rig(device, "E-LGT-01", peer.plug, peer.unplug, works, breaks, muted.mute)


def dispenser(folder: Path) -> Rig:
    machine = CardMachine(stack=50)
    muted = Muted(machine.hear)
    peer = SerialPeer(folder / "tty", muted.hear)
    settings = Settings(reply_s=1.0, look_s=0.05)
    device = Crt571("it", lambda: open_wire(peer.connection, 1.0), settings)

    def works(ears: Ears) -> None:  # noqa: ARG001  # it answers
        device.issue()
        assert device.read() == "11223344"
        device.discard()

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # it answers
        device.issue()
        peer.unplug()
        return fault(device.present)

    return Rig(device, "E-DSP-01", peer.plug, peer.unplug, works, breaks, muted.mute)


def _slips(line: PrinterLine) -> Rig:
    peer = ReceiptPrinterPeer(line)
    peer.unplug()
    device = escpos.open_driver(peer.connection, timeout_s=1.0, print_s=LONG_S)

    def mute(silent: bool) -> None:
        peer.freeze() if silent else peer.thaw()

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # it answers
        peer.unplug_after(2)
        return fault(lambda: device.print(SLIP))

    return Rig(device, "E-PRN-01", peer.plug, peer.unplug, lambda ears: device.print(SLIP), breaks, mute, peer.close)


def slips_on_a_line(folder: Path) -> Rig:  # noqa: ARG001  # it has a place of its own
    return _slips(SerialLine())


def slips_in_the_network(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    return _slips(TcpLine())


def reports(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    server = ReportServer()
    device = ipp.open_driver(server.address, 1.0, 5.0, None, "kiosk-T01", "it")

    def works(ears: Ears) -> None:  # noqa: ARG001  # it answers
        assert device.print(one_page(), Pages(), lambda page: None) == 1

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # it answers
        server.looks_until_unplugged = 1
        with pytest.raises(PagesLeft) as left:
            device.print(one_page(), Pages(), lambda page: None)
        return left.value.code

    return Rig(device, "E-RPT-01", server.plug, server.unplug, works, breaks, server.mute)


def queue_of_slips(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    server = ReportServer()
    device = escpos.open_driver(server.address, timeout_s=1.0, print_s=2.0)

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # it answers
        server.looks_until_unplugged = 1
        return fault(lambda: device.print(SLIP))

    works: Callable[[Ears], None] = lambda ears: device.print(SLIP)  # noqa: E731
    return Rig(device, "E-PRN-01", server.plug, server.unplug, works, breaks, server.mute)


def _see(device: Camera, plug: Callable[[], None], unplug: Callable[[], None]) -> Rig:
    def works(ears: Ears) -> None:  # noqa: ARG001  # it is looked at
        wait(lambda: device.newest() is not None, device.health)

    def breaks(ears: Ears) -> str:
        works(ears)
        unplug()
        wait(lambda: device.newest() is None, device.health)
        return ""

    return Rig(device, "E-CAM-01", plug, unplug, works, breaks)


def camera_in_the_network(folder: Path) -> Rig:  # noqa: ARG001  # it has no place of its own
    street = Street()
    street.switch_on()
    street.switch_off()
    device = opencv.open_driver(f"http://127.0.0.1:{street.port}/video", name="it")
    return _see(device, street.switch_on, street.switch_off)


def camera_of_pictures(folder: Path) -> Rig:
    picture = folder / "face-000.jpg"
    device = opencv.open_driver(str(folder / "face-%03d.jpg"), fps=20, name="it")

    def plug() -> None:
        (folder / "new").write_bytes(jpeg(90))
        (folder / "new").replace(picture)

    return _see(device, plug, lambda: picture.unlink(missing_ok=True))


def slips_on_usb(folder: Path) -> Rig:  # noqa: ARG001  # its name must lie under /dev: elsewhere it would be made
    """A device file has the same name when it is back, which a pseudo-terminal has not: a link stands for it."""
    line, place = DeviceFile(), tempfile.TemporaryDirectory(dir="/dev/shm")
    peer, name = ReceiptPrinterPeer(line), Path(place.name) / "lp0"
    peer.unplug()
    device = escpos.open_driver(f"file://{name}", timeout_s=1.0, print_s=LONG_S)

    def plug() -> None:
        peer.plug()
        name.symlink_to(line._name.readlink())

    def unplug() -> None:
        name.unlink(missing_ok=True)
        peer.unplug()

    def breaks(ears: Ears) -> str:  # noqa: ARG001  # it answers
        peer.unplug_after(2)
        return fault(lambda: device.print(SLIP))

    def end() -> None:
        peer.close()
        place.cleanup()

    return Rig(device, "E-PRN-01", plug, unplug, lambda ears: device.print(SLIP), breaks, None, end)


# Each with its driver, and with what comes of its work when it is unplugged in the middle of it.
RIGS: dict[Callable[[Path], Rig], tuple[str, str]] = {
    chip_card: ("cards/pcsc", "E-CRD-03"),
    id_card: ("id_cards/sdt_serial", "E-CRD-03"),
    scanner_on_a_line: ("scanners/serial_line", ""),
    scanner_in_the_network: ("scanners/serial_line", ""),
    scale: ("measurements/tanita_body", ""),
    oximeter: ("measurements/cms50_oximeter", ""),
    cuff: ("measurements/nibp_line", ""),
    lamps: ("lights/serial_line", ""),
    dispenser: ("dispensers/crt571", "E-DSP-01"),
    slips_on_a_line: ("receipt_printers/escpos", "E-PRN-03"),
    slips_in_the_network: ("receipt_printers/escpos", "E-PRN-03"),
    slips_on_usb: ("receipt_printers/escpos", "E-PRN-03"),
    queue_of_slips: ("receipt_printers/escpos", "E-PRN-03"),
    reports: ("report_printers/ipp", "E-RPT-01"),
    camera_in_the_network: ("cameras/opencv", ""),
    camera_of_pictures: ("cameras/opencv", ""),
}
