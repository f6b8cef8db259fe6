"""What phones will do: the code on the painted screen is read back, in every mode, by an independent reader."""

import os
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
import render
import segno
from PySide6.QtGui import QImage
from samples_pay import CODE, PAY_SAMPLES

from kiosk.core.screens import ShowQr
from kiosk.ui.window import Window

# OpenCV points Qt at plugins and fonts of its own.
for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(name, None)

QR_MM = 104
MM_PER_PX = 0.248
CODES = [
    CODE,
    "https://qr.95516.com/00010000/62432105384526017?a=1&b=%E4%BB%98%20%25",
    "HTTPS://QR.ALIPAY.COM/BAX07531T8FXKGV5ZTDD00B2",
    "x" * 250,
]


@pytest.mark.parametrize("mode", ["zh", "en+elder", "zh+contrast", "en+low", "zh+elder+low"])
@pytest.mark.parametrize("code", CODES)
def test_a_phone_reads_the_code(shown: Window, mode: str, code: str) -> None:
    text, corners = read(picture(shown, code, mode))
    assert text == code
    assert corners[:, 0].max() - corners[:, 0].min() >= QR_MM / MM_PER_PX


@pytest.mark.parametrize("mode", ["zh", "zh+contrast", "zh+elder+low"])
def test_the_code_stands_in_a_white_margin_of_four_modules(shown: Window, mode: str) -> None:
    image = picture(shown, CODE, mode)
    _, corners = read(image)
    left, top = corners.min(axis=0).round().astype(int)
    right, bottom = corners.max(axis=0).round().astype(int)
    modules = segno.make(CODE, error="m", micro=False).symbol_size(border=0)[0]
    margin = 4 * (right - left) // modules - 3  # the reader finds the corners to a few pixels
    around = image[top - margin : bottom + margin, left - margin : right + margin].copy()
    around[margin - 3 : -margin + 3, margin - 3 : -margin + 3] = 255
    assert around.min() == 255


@pytest.mark.parametrize("scale", [0.5, 0.71, 1.333])
def test_it_is_read_on_a_window_of_another_size(application: object, scale: float) -> None:
    with render.window((round(1080 * scale), round(1920 * scale))) as small:
        assert read(picture(small, CODE, "zh"))[0] == CODE


def picture(shown: Window, code: str, mode: str) -> np.ndarray:
    """The painted screen in grey."""
    sample = PAY_SAMPLES["ShowQr"]
    assert isinstance(sample, ShowQr)
    image = render.picture(shown, replace(sample, code=code), render.session(mode))
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def read(image: np.ndarray) -> tuple[str, np.ndarray]:
    """What OpenCV reads, and where: four corners in pixels."""
    text, corners, _ = cv2.QRCodeDetector().detectAndDecode(image)
    assert corners is not None
    return text, corners[0]


@pytest.fixture(scope="module")
def shown(application: object) -> Iterator[Window]:
    with render.window() as opened:
        yield opened
