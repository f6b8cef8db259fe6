// The front of the cabinet as it really is: card pad at the left, slip slot in the middle, scanner at the right.
// What is meant is lit, with a card or a phone moving to it. `spot`: reader, scanner, both, printer.
// `phase`: idle (nothing lit), insert, reading, ok, remove, jam.
import QtQuick
import ".."

Rectangle {
    id: prompt

    property string spot: "both"
    property string phase: "insert"
    property string busy // what is being done, in words, while `reading`
    readonly property bool reader: spot === "reader" || spot === "both"
    readonly property bool scanner: spot === "scanner" || spot === "both"
    readonly property bool lit: phase !== "idle"
    readonly property string tone: phase === "ok" ? "success" : phase === "jam" ? "danger" : "primary"
    // 0 far, 1 there: where the card and the phone are on their way.
    property real way: phase === "reading" || phase === "ok" ? 1 : phase === "insert" && Theme.motion ? 0 : 0.55

    width: parent ? parent.width : Theme.column
    height: Theme.promptH
    radius: Theme.rL
    color: Theme.surfaceAlt
    border.width: Theme.stroke
    border.color: Theme.divider
    Accessible.ignored: true

    SequentialAnimation on way {
        running: prompt.visible && Theme.motion && prompt.phase === "insert"
        loops: Animation.Infinite

        NumberAnimation {
            from: 0
            to: 1
            duration: Theme.loop / 2
            easing.type: Easing.InOutCubic
        }
        PauseAnimation {
            duration: Theme.loop / 2
        }
    }

    KSlot {
        visible: prompt.busy === ""
        x: Theme.sp4
        width: parent.width * 0.36
        height: parent.height
        lit: prompt.lit && prompt.reader
        tone: prompt.tone
        icon: "nfc"
        text: Words.tr("Card here")
        thing: "credit-card"
        way: prompt.way
    }
    KSlot {
        visible: prompt.busy === ""
        x: (parent.width - width) / 2
        width: parent.width * 0.2
        height: parent.height
        narrow: true
        lit: prompt.lit && prompt.spot === "printer"
        tone: prompt.tone
        icon: "receipt-text"
        text: Words.tr("Slip")
        way: prompt.way
    }
    KSlot {
        visible: prompt.busy === ""
        x: parent.width - width - Theme.sp4
        width: parent.width * 0.36
        height: parent.height
        lit: prompt.lit && prompt.scanner
        tone: prompt.tone
        icon: "scan-line"
        text: Words.tr("Code here")
        thing: "smartphone"
        way: prompt.way
    }
    Rectangle {
        visible: prompt.busy !== ""
        anchors.fill: parent
        radius: prompt.radius
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.primary

        Column {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.sp3
            spacing: Theme.sp3

            KSpinner {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: prompt.height > Theme.pictureMin
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
}
