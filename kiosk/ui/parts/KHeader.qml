// The top of every screen: where you are, what time it is, who is meant, and the way out.
import QtQuick
import Kiosk
import ".."

Item {
    id: header

    readonly property bool known: Bridge.patient !== ""

    signal language
    signal leave

    height: Math.max(Theme.headerH, sign.height) // a long name in big letters needs two lines
    width: Theme.width

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair
        color: Theme.divider
    }
    KSign {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        width: bar.x - x - Theme.gap
    }
    KVisitBar {
        id: bar

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        chip: false
        onLanguage: header.language()
        onLeave: header.leave()
    }
}
