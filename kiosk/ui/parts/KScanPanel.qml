// The scanner waits: a phone with its code in front of the light. Tapping it explains more.
import QtQuick
import ".."

KTap {
    id: panel

    property string text

    width: parent ? parent.width : Theme.column
    implicitHeight: Math.max(sign.height, words.height) + 2 * (Theme.low ? Theme.sp2 : Theme.sp4)
    height: implicitHeight
    radius: Theme.rL
    speak: text

    Rectangle {
        anchors.fill: parent
        radius: panel.radius
        color: Theme.primarySoft
        border.width: Theme.stroke
        border.color: Theme.primary
    }
    KIcon {
        id: sign

        x: Theme.sp4
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.low ? Theme.iconM : Theme.iconL
        name: "scan-qr-code"
        color: Theme.primarySoftInk
    }
    KText {
        id: words

        x: sign.x + sign.width + Theme.sp4
        anchors.verticalCenter: parent.verticalCenter
        width: more.x - x - Theme.sp2
        role: "label"
        color: Theme.primarySoftInk
        text: panel.text
    }
    KIcon {
        id: more

        x: parent.width - width - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        color: Theme.primarySoftInk
    }
}
