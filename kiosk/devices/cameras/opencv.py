"""Watches through a camera with OpenCV: a device, a picture stream of the network, a film or a row of pictures."""

import os
import threading
import time
from typing import Any

from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Frame, Health, Post
from kiosk.devices.unforeseen import note

OFFLINE, BLIND = Health("offline", code="E-CAM-01"), Health("hardware_error", code="E-CAM-02")
AGAIN_S = 1.0  # between attempts to find a camera that is not there
FIRST_S = 2.0  # many give nothing, or nothing that can be used, when they have just been opened
EYE_S = 0.05  # between two looks at one that gives nothing yet
CLOSE_S = 1.8
OPEN_MS, READ_MS = 3000, 2000  # the longest a network camera may take; a device is given the same
SPOILT_BY_CV2 = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")  # `import cv2` sets them, and Qt would believe them
LARGEST = 3840 * 2160 * 3


class OpencvCamera:
    """One thread reads pictures as they come; who asks gets the newest. A lost camera is looked for again."""

    def __init__(self, name: str, source: str | int, width: int, height: int, fps: float) -> None:
        self.name = name
        self._source = source
        self._size = (width, height)
        self._every = 1 / fps if fps else 0.0
        self._health = OFFLINE
        self._newest: Frame | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._backend: str | None = None

    def start(self, post: Post) -> None:
        self._post = post
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def health(self) -> Health:
        return self._health

    def facts(self) -> Facts:
        frame = self._newest
        size = f"{frame.width}x{frame.height}" if frame else None
        return Facts(self._backend, can={"picture": size})

    def newest(self) -> Frame | None:
        return self._newest

    def close(self) -> None:
        """Returns within two seconds. A camera that does not answer may keep its thread; it will not be heard, and
        its last picture is forgotten."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(CLOSE_S)
        self._newest = None

    def _run(self) -> None:
        while not self._closing.is_set():
            why = OFFLINE
            try:
                why = self._look(_cv2())
            except Exception as error:  # no OpenCV, a driver that breaks, whatever it is: a camera that is gone
                note(self.name, error)
            self._newest = None
            self._turn(why)
            self._closing.wait(AGAIN_S)

    def _look(self, cv2: Any) -> Health:
        """How the camera is once it gives nothing more."""
        stream = _open(cv2, self._source, self._size)
        try:
            if not stream.isOpened():
                return OFFLINE
            self._backend = f"OpenCV {stream.getBackendName()}"
            return self._watch(cv2, stream)
        finally:
            stream.release()

    def _watch(self, cv2: Any, stream: Any) -> Health:
        seen, until = False, time.monotonic() + FIRST_S
        while not self._closing.is_set():
            began = time.monotonic()
            came, picture = stream.read()
            frame = _frame(cv2, picture) if came else None
            if frame is not None:
                seen = True
                self._show(frame)
            elif seen or began > until:
                return BLIND if came else OFFLINE
            self._closing.wait(max(0.0 if seen else EYE_S, self._every - (time.monotonic() - began)))
        return OFFLINE

    def _show(self, frame: Frame) -> None:
        self._newest = frame
        if self._closing.is_set():
            self._newest = None  # the camera was given up while it still thought about its picture
        self._turn(Health("online"))

    def _turn(self, health: Health) -> None:
        if health != self._health and not self._closing.is_set():
            self._health = health
            self._post(DeviceChanged(self.name))


def open_driver(
    source: str | int, width: int = 0, height: int = 0, fps: float = 0.0, name: str = "camera"
) -> OpencvCamera:
    """A camera at `source`: a number or a `/dev/video0`, `http://` of an MJPEG stream, a film, or pictures as
    `face-%03d.png`. `width`, `height` in pixels: what to ask the device for (0: its own choice). `fps`: at most so many
    pictures a second (0: as they come). Raises `ValueError` for settings that make no sense."""
    if isinstance(source, bool) or (isinstance(source, int) and source < 0) or source == "":
        raise ValueError(f"source is {source!r}; it must be a device, an address or a file")
    if width < 0 or height < 0 or fps < 0 or width * height * 3 > LARGEST:
        raise ValueError(f"{width} x {height} at {fps} a second cannot be had")
    return OpencvCamera(name, source, width, height, fps)


def _cv2() -> Any:
    """OpenCV, imported late: 300 ms. It must not spoil Qt's environment."""
    before = {name: os.environ.get(name) for name in SPOILT_BY_CV2}
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # else an absent camera warns twice a second
    return cv2


def _open(cv2: Any, source: str | int, size: tuple[int, int]) -> Any:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
    if isinstance(source, int) or source.startswith("/dev/"):
        stream = cv2.VideoCapture(source, cv2.CAP_V4L2)
        stream.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # else the newest picture is four pictures old
        for what, wanted in zip((cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT), size, strict=True):
            if wanted:
                stream.set(what, wanted)
        return stream
    return cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits) if "://" in source else cv2.VideoCapture(source)


def _frame(cv2: Any, picture: Any) -> Frame | None:
    """The picture as bytes; `None` when it is none that we can use."""
    if picture is None or picture.size == 0 or picture.size > LARGEST:
        return None
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    height, width = picture.shape[:2]
    return Frame(width, height, picture.tobytes(), time.monotonic())
