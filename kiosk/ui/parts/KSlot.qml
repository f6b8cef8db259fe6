// One place on the front of the cabinet: its sign, its lamp, its name, and the thing that moves to it while it is lit.
import QtQuick
import ".."

Item {
    id: slot

    property bool lit: false
    property bool narrow: false
    property string tone: "primary"
    property string icon
    property string thing
    property string text
    property real way: 0

    Rectangle {
        id: plate

        readonly property real foot: label.y - Theme.sp1

        y: foot - (slot.narrow ? slot.height * 0.24 : slot.height * 0.34)
        width: parent.width
        height: slot.narrow ? slot.height * 0.14 : slot.height * 0.34
        radius: Theme.rM
        color: slot.lit ? Theme.soft(slot.tone) : Theme.surface
        border.width: slot.lit ? Theme.strokeOn : Theme.stroke
        border.color: slot.lit ? Theme.tone(slot.tone) : Theme.border

        KIcon {
            visible: !slot.narrow
            anchors.centerIn: parent
            size: Math.min(Theme.iconL, parent.height * 0.7)
            name: slot.icon
            color: slot.lit ? Theme.tone(slot.tone) : Theme.border
        }
        Rectangle {
            visible: slot.narrow
            anchors.centerIn: parent
            width: parent.width * 0.7
            height: Theme.sp1
            radius: height / 2
            color: Theme.border
        }
    }
    // The lamp of the slot.
    Rectangle {
        visible: slot.lit
        x: slot.narrow ? (plate.width - width) / 2 : plate.width - width - Theme.sp2
        y: slot.narrow ? plate.y - height - Theme.sp1 : plate.y + Theme.sp2
        width: Theme.sp3
        height: width
        radius: width / 2
        color: Theme.tone(slot.tone)
    }
    KIcon {
        visible: slot.lit && slot.thing !== ""
        x: (parent.width - width) / 2
        y: parent.height * 0.06 + slot.way * (plate.y - parent.height * 0.06 - height * 0.75)
        size: Math.min(Theme.iconXl, parent.height * 0.28)
        name: slot.thing
        color: Theme.tone(slot.tone)
    }
    KText {
        id: label

        y: parent.height - height - Theme.sp3
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        role: "caption"
        bold: slot.lit
        color: slot.lit ? Theme.text : Theme.textMuted
        text: slot.text
    }
}
