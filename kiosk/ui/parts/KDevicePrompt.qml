// The front of the cabinet under the screen, as it really is: card pad at the left, slip slot in the middle, scanner at
// the right. What is meant is lit, with a card or a phone over it. `spot`: reader, scanner, both, printer.
// `phase`: idle (nothing lit), insert, reading (with `busy` in words), ok, remove, jam.
import QtQuick
import ".."

Rectangle {
    id: prompt

    property string spot: "both"
    property string phase: "insert"
    property string busy
    readonly property bool reader: spot === "reader" || spot === "both"
    readonly property bool scanner: spot === "scanner" || spot === "both"
    readonly property bool lit: phase !== "idle"
    readonly property string tone: phase === "ok" ? "success" : phase === "jam" ? "danger" : "primary"
    property real pulse: 1

    width: parent ? parent.width : Theme.column
    height: Theme.promptH
    radius: Theme.rL
    color: Theme.surfaceAlt
    border.width: Theme.stroke
    border.color: busy === "" ? Theme.divider : Theme.primary
    Accessible.ignored: true

    SequentialAnimation on pulse {
        running: prompt.visible && Theme.motion && prompt.lit
        loops: Animation.Infinite

        NumberAnimation {
            from: 1
            to: 0
            duration: Theme.loop / 2
            easing.type: Easing.InOutSine
        }
        NumberAnimation {
            from: 0
            to: 1
            duration: Theme.loop / 2
            easing.type: Easing.InOutSine
        }
    }

    // The lower edge of the screen one is looking at.
    Rectangle {
        visible: prompt.busy === ""
        x: (parent.width - width) / 2
        y: prompt.border.width
        width: parent.width * 0.72
        height: parent.height * 0.1
        color: Theme.divider

        Rectangle {
            x: Theme.sp1
            width: parent.width - 2 * x
            height: parent.height - Theme.sp1
            color: Theme.bg
        }
    }
    KSlot {
        visible: prompt.busy === ""
        x: Theme.sp5
        width: parent.width * 0.34
        height: parent.height
        lit: prompt.lit && prompt.reader
        tone: prompt.tone
        icon: "nfc"
        text: Words.tr("Card here")
        thing: "card"
        pulse: prompt.pulse
    }
    KSlot {
        visible: prompt.busy === ""
        x: (parent.width - width) / 2
        width: parent.width * 0.18
        height: parent.height
        narrow: true
        lit: prompt.lit && prompt.spot === "printer"
        tone: prompt.tone
        text: Words.tr("Slip")
        pulse: prompt.pulse
    }
    KSlot {
        visible: prompt.busy === ""
        x: parent.width - width - Theme.sp5
        width: parent.width * 0.34
        height: parent.height
        lit: prompt.lit && prompt.scanner
        tone: prompt.tone
        icon: "scan-line"
        text: Words.tr("Code here")
        thing: "phone"
        pulse: prompt.pulse
    }
    Column {
        visible: prompt.busy !== ""
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.sp3
        spacing: Theme.sp3

        KSpinner {
            visible: prompt.height > Theme.pictureMin
            anchors.horizontalCenter: parent.horizontalCenter
            size: Math.min(Theme.iconXl, prompt.height * 0.35)
        }
        KText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: Theme.low ? "label" : "title"
            text: prompt.busy
        }
    }
}
