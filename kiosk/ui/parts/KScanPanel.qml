// The scanner waits: where to hold the phone. Tapping it explains more. Where there is `room`, with a picture.
import QtQuick
import ".."

KTap {
    id: panel

    property string text
    property real room: 0
    readonly property int pad: Theme.low ? Theme.sp2 : Theme.sp4
    readonly property bool pictured: room - implicitHeight > Theme.pictureMin

    width: parent ? parent.width : Theme.column
    implicitHeight: Math.max(sign.height, words.height) + 2 * pad
    height: pictured ? Math.min(room, implicitHeight + Theme.promptH) : implicitHeight
    radius: Theme.rL
    speak: text

    Rectangle {
        anchors.fill: parent
        radius: panel.radius
        color: Theme.primarySoft
        border.width: Theme.stroke
        border.color: Theme.primary
    }
    Item {
        id: line

        y: panel.pad
        width: parent.width
        height: panel.implicitHeight - 2 * panel.pad

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
    KDevicePrompt {
        visible: panel.pictured
        x: Theme.sp4
        y: line.y + line.height + panel.pad
        width: parent.width - 2 * x
        height: panel.height - y - panel.pad
        spot: "scanner"
    }
}
