"""A camera is a device, a stream, a film or pictures in a row; it is lost and comes back; the newest picture wins."""

import io
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Frame
from kiosk.devices.cameras import opencv
from kiosk.devices.cameras.opencv import OpencvCamera, open_driver
from kiosk.devices.cameras.simulated import SimulatedCamera

WAIT_S = 30.0


class Witness:
    """Hears what the camera posts, and waits for it."""

    def __init__(self, camera: OpencvCamera) -> None:
        self._camera = camera
        self._changed = threading.Condition()

    def post(self, event: Event) -> None:
        assert event == DeviceChanged("camera")
        with self._changed:
            self._changed.notify_all()

    def wait(self, online: bool) -> None:
        with self._changed:
            seen = self._changed.wait_for(lambda: (self._camera.health().state == "online") == online, WAIT_S)
        assert seen, self._camera.health()


class Street:
    """A network camera: streams one grey after the other over HTTP, as MJPEG, until it is switched off."""

    def __init__(self) -> None:
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.grey = 40
        self.on = threading.Event()

    def switch_on(self) -> None:
        street = self
        self.on.set()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=cut")
                self.end_headers()
                while street.on.is_set():
                    self.wfile.write(b"--cut\r\nContent-Type: image/jpeg\r\n\r\n" + jpeg(street.grey) + b"\r\n")
                    street.pause.wait(0.02)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.pause = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def switch_off(self) -> None:
        self.on.clear()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def jpeg(grey: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), (grey, grey, grey)).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def street() -> Iterator[Street]:
    street = Street()
    yield street
    street.switch_off()


def seen(camera: OpencvCamera, grey: int) -> Frame:
    """Wait until the camera's newest picture is about so grey."""
    limit = threading.Event()
    for _ in range(int(WAIT_S / 0.02)):
        frame = camera.newest()
        if frame is not None and abs(frame.pixels[0] - grey) < 8:
            return frame
        limit.wait(0.02)
    raise AssertionError(f"never saw {grey}")


def test_pictures_in_a_row_are_read_and_begin_again(tmp_path: Path) -> None:
    for number, grey in enumerate((30, 200)):
        Image.new("RGB", (64, 48), (grey, grey, grey)).save(tmp_path / f"face-{number:03d}.png")
    camera = open_driver(str(tmp_path / "face-%03d.png"), fps=20)
    camera.start(Witness(camera).post)
    frame = seen(camera, 200)
    assert (frame.width, frame.height, len(frame.pixels)) == (64, 48, 64 * 48 * 3)
    assert seen(camera, 30)
    camera.close()


def test_a_network_camera_that_is_lost_comes_back_by_itself(street: Street) -> None:
    street.switch_on()
    camera = open_driver(f"http://127.0.0.1:{street.port}/video")
    witness = Witness(camera)
    camera.start(witness.post)
    witness.wait(online=True)
    street.switch_off()
    witness.wait(online=False)
    assert camera.newest() is None  # an old picture must not pass for who stands here now
    street.switch_on()
    witness.wait(online=True)
    camera.close()


def test_the_newest_picture_wins(street: Street) -> None:
    street.switch_on()
    camera = open_driver(f"http://127.0.0.1:{street.port}/video")
    camera.start(Witness(camera).post)
    old = seen(camera, 40)
    street.grey = 220
    assert seen(camera, 220).at > old.at
    camera.close()


def test_a_camera_that_is_not_there_is_offline_and_ends_when_told(tmp_path: Path) -> None:
    camera = open_driver(str(tmp_path / "none.mp4"))
    camera.start(Witness(camera).post)
    camera.close()
    assert camera.health().code == "E-CAM-01"
    assert camera.newest() is None


@pytest.mark.parametrize("unforeseen", [False, True])
def test_a_driver_that_breaks_while_the_camera_is_opened_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unforeseen: bool
) -> None:
    really, broken = opencv._open, [True]

    def opened(cv2: Any, source: str | int, size: tuple[int, int]) -> Any:
        if broken:
            broken.clear()
            raise (ImportError if unforeseen else cv2.error)("no such backend")
        return really(cv2, source, size)

    monkeypatch.setattr(opencv, "_open", opened)
    monkeypatch.setattr(opencv, "AGAIN_S", 0.01)
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "face-000.png")
    camera = open_driver(str(tmp_path / "face-%03d.png"), fps=20)
    camera.start(Witness(camera).post)
    assert seen(camera, 90)
    camera.close()


class Slow:
    """A camera that shows one picture and thinks about the next one until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go, self.released = threading.Event(), threading.Event(), threading.Event()

    def isOpened(self) -> bool:
        return True

    def getBackendName(self) -> str:
        return "SLOW"

    def read(self) -> tuple[bool, Any]:
        if self.asked.is_set():
            self.let_go.wait(WAIT_S)
        self.asked.set()
        return True, numpy.full((4, 4, 3), 99, numpy.uint8)

    def release(self) -> None:
        self.released.set()


def test_nobodys_face_is_kept_by_a_camera_that_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(opencv, "_open", lambda *_: slow)
    monkeypatch.setattr(opencv, "CLOSE_S", 0.05)
    camera = open_driver(0)
    camera.start(Witness(camera).post)
    assert seen(camera, 99)
    camera.close()
    assert camera.newest() is None
    slow.let_go.set()
    assert slow.released.wait(WAIT_S)
    assert camera.newest() is None


def test_opencv_does_not_spoil_the_windows_environment(tmp_path: Path) -> None:
    camera = open_driver(str(tmp_path / "none.mp4"))
    camera.start(Witness(camera).post)
    camera.close()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ


@pytest.mark.parametrize(("source", "width", "fps"), [("", 0, 0.0), (-1, 0, 0.0), ("x", -1, 0.0), ("x", 0, -1.0)])
def test_settings_that_make_no_sense_are_refused(source: str | int, width: int, fps: float) -> None:
    with pytest.raises(ValueError, match="must be|cannot be"):
        open_driver(source, width, 0, fps)


def test_the_simulated_camera_sees_grey_nothing_and_nobody() -> None:
    camera = SimulatedCamera()
    assert camera.newest() is None
    heard: list[Event] = []
    camera.start(heard.append)
    camera.cover()
    frame = camera.newest()
    assert frame is not None
    assert not any(frame.pixels)
    camera.unplug()
    assert (camera.newest(), camera.health().code, heard) == (None, "E-CAM-01", [DeviceChanged("camera")])
