// Shows that there is more, and where one is.
import QtQuick
import "."

Rectangle {
    property Flickable of

    visible: of.contentHeight > of.height
    x: of.x + of.width - width
    y: of.y + of.visibleArea.yPosition * of.height
    width: 5
    height: of.visibleArea.heightRatio * of.height
    radius: width / 2
    color: Look.border
    opacity: 0.6
}
