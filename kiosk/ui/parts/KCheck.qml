// The box at the left of a row that can be ticked.
import QtQuick
import ".."

Rectangle {
    id: box

    property bool on: false

    width: Theme.sp6
    height: width
    radius: Theme.rS
    color: !enabled ? Theme.disabledBg : on ? Theme.primary : Theme.surface
    border.width: Theme.stroke
    border.color: !enabled ? Theme.disabledText : on ? Theme.primary : Theme.border

    KIcon {
        visible: box.on
        anchors.centerIn: parent
        name: "check"
        color: box.enabled ? Theme.primaryInk : Theme.disabledText
    }
}
