// A tick box with its word, for a whole list.
import QtQuick
import ".."

KTap {
    id: tick

    property bool on: false
    property string text

    implicitWidth: row.width + 2 * Theme.sp3
    implicitHeight: Math.max(Theme.chipH, row.height + 2 * Theme.sp2)
    width: implicitWidth
    height: implicitHeight
    checked: on
    accessibleRole: Accessible.CheckBox
    speak: text

    Rectangle {
        anchors.fill: parent
        radius: Theme.rM
        color: tick.pressed ? Theme.primarySoft : Theme.surface
        border.width: tick.on ? Theme.strokeOn : Theme.stroke
        border.color: tick.on || tick.pressed ? Theme.primary : Theme.border
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.sp2

        KCheck {
            anchors.verticalCenter: parent.verticalCenter
            on: tick.on
        }
        KText {
            anchors.verticalCenter: parent.verticalCenter
            role: "label"
            text: tick.text
        }
    }
}
