// The upper part of a screen in low mode: a calm picture and the step's name, nothing anybody must reach or read.
import QtQuick
import ".."

Item {
    id: calm

    readonly property bool kCalm: true
    property string icon
    property string text

    width: Theme.width

    Rectangle {
        anchors.fill: parent
        color: Theme.primarySoft
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.stroke
        color: Theme.divider
    }
    KSign {
        x: Theme.margin
        y: Theme.sp4
        width: Theme.column
        chip: false
    }
    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: Theme.sp5
        width: Theme.column
        spacing: Theme.sp3

        KIcon {
            anchors.horizontalCenter: parent.horizontalCenter
            size: Theme.iconResult
            name: calm.icon
            color: Theme.primarySoftInk
        }
        KText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: "title"
            color: Theme.primarySoftInk
            text: calm.text
        }
    }
}
