// One place on the front of the cabinet: its plate with a sign and a lamp, its name, and, while it is lit, what belongs
// there with an arrow to it. `thing`: card, phone, or empty. `pulse` runs from 0 to 1 and back.
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
    property real pulse: 1
    readonly property real roof: height * 0.2 // under the edge of the screen
    readonly property color ink: Theme.tone(tone)

    Rectangle {
        id: plate

        readonly property real foot: label.y - Theme.sp1

        y: foot - (slot.narrow ? slot.height * 0.18 : slot.height * 0.25)
        width: parent.width
        height: slot.narrow ? slot.height * 0.11 : slot.height * 0.25
        radius: Theme.rM
        color: slot.lit ? Theme.soft(slot.tone) : Theme.surface
        border.width: slot.lit ? Theme.strokeOn : Theme.stroke
        border.color: slot.lit ? slot.ink : Theme.border

        KIcon {
            visible: !slot.narrow
            anchors.centerIn: parent
            size: Math.min(Theme.iconM, parent.height * 0.7)
            name: slot.icon
            color: slot.lit ? slot.ink : Theme.border
        }
        Rectangle {
            visible: slot.narrow
            anchors.centerIn: parent
            width: parent.width * 0.7
            height: Theme.sp1
            radius: height / 2
            color: slot.lit ? slot.ink : Theme.border
        }
        // The lamp of the slot.
        Rectangle {
            visible: slot.lit && !slot.narrow
            x: parent.width - width - Theme.sp2
            y: Theme.sp2
            width: Theme.sp3
            height: width
            radius: width / 2
            color: slot.ink
            opacity: 0.4 + 0.6 * slot.pulse
        }
    }
    Rectangle {
        id: thing

        readonly property bool card: slot.thing === "card"
        readonly property real tall: (plate.y - slot.roof) * (card ? 0.42 : 0.58)

        visible: slot.lit && slot.thing !== "" && (plate.y - slot.roof) * 0.42 > Theme.sp6
        x: (parent.width - width) / 2
        y: slot.roof + (plate.y - slot.roof) * (card ? 0.16 : 0) + slot.pulse * Theme.sp2
        width: card ? tall * 1.58 : tall * 0.6 // ISO/IEC 7810 ID-1: 85.6 x 54 mm
        height: tall
        radius: Theme.rM
        color: card ? slot.ink : Theme.surface
        border.width: Theme.strokeOn
        border.color: slot.ink

        KIcon {
            anchors.centerIn: parent
            size: Math.min(Theme.iconM, thing.tall * (thing.card ? 0.7 : 0.45))
            name: thing.card ? "id-card" : "qr-code"
            color: thing.card ? (slot.tone === "primary" ? Theme.primaryInk : Theme.statusInk) : slot.ink
        }
    }
    KIcon {
        visible: slot.lit
        x: (parent.width - width) / 2
        y: plate.y - height - Theme.sp1
        size: Math.min(Theme.iconM, thing.visible ? (plate.y - slot.roof) * 0.3 : plate.y - slot.roof / 2 - Theme.sp2)
        name: "arrow-big-down"
        color: slot.ink
        opacity: 0.4 + 0.6 * slot.pulse
    }
    KText {
        id: label

        x: (parent.width - width) / 2
        y: parent.height - height - Theme.sp2
        snug: true
        width: Math.min(implicitWidth, parent.width + Theme.sp7)
        horizontalAlignment: Text.AlignHCenter
        role: "caption"
        bold: slot.lit
        color: slot.lit ? Theme.text : Theme.textMuted
        text: slot.text
    }
}
