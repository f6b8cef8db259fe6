"""Draws the line icons of assets/icons in whatever colour the theme asks for."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk import ASSETS

ICONS = ASSETS / "icons"
STROKE = b"1.667"  # of a 24 px drawing: 5 px when drawn at 72 (UI.md, section 1)


class IconProvider(QQuickImageProvider):
    """Answers `image://icon/<name>/<rrggbb>` with the icon in that colour, sharp at the size that is asked for."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, address: str, size: QSize, wanted: QSize) -> QImage:  # noqa: ARG002
        name, colour = address.split("/")
        svg = (ICONS / f"{name}.svg").read_bytes()
        svg = svg.replace(b"currentColor", f"#{colour[-6:]}".encode()).replace(
            b'stroke-width="2"', b'stroke-width="%b"' % STROKE
        )
        image = _transparent(wanted if not wanted.isEmpty() else QSize(48, 48))
        painter = QPainter(image)
        QSvgRenderer(svg).render(painter)
        painter.end()
        return image


def _transparent(size: QSize) -> QImage:
    """An empty picture. `QImage.fill` would make all enumerations of `Qt` first, which takes 14 ms."""
    nothing = bytes(4 * size.width() * size.height())
    return QImage(nothing, size.width(), size.height(), QImage.Format.Format_ARGB32_Premultiplied).copy()
