"""The network cable of a device that only speaks is pulled, and nothing says so: it is noticed, and it comes back."""

import os
import queue
import socket
from collections.abc import Iterator

import pytest

from kiosk.bench.private_room import PrivateRoom, network_down, network_up
from kiosk.core.events import CodeScanned, DeviceChanged, Event
from kiosk.devices.scanners import serial_line
from kiosk.devices.scanners.serial_line import open_driver
from kiosk.devices.wires import Wire, open_wire


@pytest.fixture
def room() -> Iterator[PrivateRoom]:
    room = PrivateRoom({})
    yield room
    room.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a network of its own")
def test_a_scanner_whose_cable_was_pulled_is_offline_and_scans_again(
    room: PrivateRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not room.apart:
        pytest.skip("no network of its own can be made here")
    listener = room.do(lambda: socket.create_server(("127.0.0.1", 4001)))

    def opened(connection: str, seconds: float, baud: int) -> Wire:
        return room.do(lambda: open_wire(connection, seconds, baud))

    monkeypatch.setattr(serial_line, "open_wire", opened)
    heard: queue.Queue[Event] = queue.Queue()
    scanner = open_driver("tcp://127.0.0.1:4001")
    scanner.start(heard.put)
    ends = [listener.accept()[0]]
    assert heard.get(timeout=20) == DeviceChanged("scanner")
    ends[0].sendall(b"6901234567892\r")
    assert heard.get(timeout=20) == CodeScanned("scanner", "6901234567892")
    room.do(network_down)
    assert heard.get(timeout=20) == DeviceChanged("scanner")
    assert scanner.health().code == "E-SCN-01"
    room.do(network_up)
    ends.append(listener.accept()[0])
    assert heard.get(timeout=20) == DeviceChanged("scanner")
    ends[1].sendall(b"6901234567892\r")
    assert heard.get(timeout=20) == CodeScanned("scanner", "6901234567892")
    scanner.close()
    for end in (*ends, listener):
        end.close()
