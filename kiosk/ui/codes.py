"""Draws the black and white squares of QR codes."""

from urllib.parse import unquote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

LIGHT, DARK = 0xFFFFFFFF, 0xFF000000


class CodeProvider(QQuickImageProvider):
    """Answers `image://code/<text, percent-encoded>` with its QR code: a pixel for each module, no quiet zone.

    ISO/IEC 18004, error correction level M. The screen enlarges it by a whole number, so that it stays sharp.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, address: str, size: QSize, wanted: QSize) -> QImage:  # noqa: ARG002
        import segno  # only needed when somebody pays

        rows = [[bool(module) for module in row] for row in segno.make(unquote(address), error="m", micro=False).matrix]
        image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
        image.fill(LIGHT)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    image.setPixel(x, y, DARK)
        return image
