// Show one document; every reader is armed at once.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var ways: root.screen.ways
    readonly property bool reading: root.screen.state === "reading"
    readonly property bool problem: root.screen.state === "problem"
    readonly property var codes: ["e_credential", "health_code"]
    readonly property bool scan: ways.some(way => way.enabled && codes.includes(way.carrier))
    readonly property bool card: ways.some(way => way.enabled && !codes.includes(way.carrier))
    readonly property int space: Theme.low ? Theme.sp2 : Theme.sp4
    readonly property int promptH: heightLeft - list.height - space - (note.visible ? note.height + space : 0)

    title: Words.tr("Show one document")
    subtitle: scan ? Words.tr("Hold a card on the reader, or a code under the scanner") : Words.tr("Hold a card on the reader")
    speech: problem ? [root.screen.problem, root.screen.next].join(". ") : title + ". " + subtitle
    journey: "pay"
    step: 0
    calmIcon: "id-card"
    back: true

    Column {
        width: parent.width
        spacing: root.space

        KNote {
            id: note

            visible: root.problem
            tone: "warning"
            title: root.screen.problem ?? ""
            text: root.problem ? [root.screen.next, Words.tr("Code {code}", { "code": root.screen.code })].join("\n") : ""
        }
        KDevicePrompt {
            visible: height >= Theme.promptMin
            height: Math.min(Theme.promptH, root.promptH)
            spot: root.card && root.scan ? "both" : root.card ? "reader" : "scanner"
            phase: root.reading ? "reading" : root.card || root.scan ? "insert" : "idle"
            busy: root.reading ? Words.tr("Reading. Please leave the card there") : ""
        }
        KWays {
            id: list

            visible: !(root.problem && Theme.low && Theme.elder) // what went wrong needs the room
            width: parent.width
            ways: root.ways
            rowMin: Theme.low ? 0 : Theme.modeH
        }
    }
}
