// Show one document; every reader is armed at once.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var ways: root.screen.ways
    readonly property bool reading: root.screen.state === "reading"
    readonly property bool problem: root.screen.state === "problem"
    readonly property bool scan: ways.some(way => way.enabled && way.carrier === "e_credential")
    readonly property bool card: ways.some(way => way.enabled && way.carrier !== "e_credential")

    title: Words.tr("Show one document")
    subtitle: Words.tr("Hold a card on the reader, or a code under the scanner")
    speech: problem ? root.screen.problem : title + ". " + subtitle
    journey: "pay"
    step: 0
    calmIcon: "id-card"
    back: true

    Column {
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        KNote {
            visible: root.problem
            tone: "warning"
            text: root.screen.problem ?? ""
        }
        KDevicePrompt {
            spot: root.card && root.scan ? "both" : root.card ? "reader" : "scanner"
            phase: root.reading ? "reading" : root.card || root.scan ? "insert" : "idle"

            Rectangle {
                visible: root.reading
                anchors.fill: parent
                anchors.margins: Theme.stroke
                radius: Theme.rL
                color: Theme.surface

                Column {
                    anchors.centerIn: parent
                    spacing: Theme.sp3

                    KSpinner {
                        anchors.horizontalCenter: parent.horizontalCenter
                    }
                    KText {
                        role: "title"
                        text: Words.tr("Reading. Please leave the card there")
                    }
                }
            }
        }
        Grid {
            id: grid

            readonly property int cell: (width - columnSpacing) / 2

            width: parent.width
            columns: 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            Repeater {
                model: root.ways.length

                KWay {
                    required property int index
                    readonly property var way: root.ways[index]

                    width: grid.cell
                    height: grid.rowH
                    icon: Theme.carrierIcon(way.carrier)
                    text: Words.carrier(way.carrier)
                    usable: way.enabled
                    reason: way.reason ?? ""
                }
            }
            readonly property int rowH: {
                let tallest = 0;
                for (const child of children)
                    if (child.needed !== undefined)
                        tallest = Math.max(tallest, child.needed);
                return tallest;
            }
        }
    }
}
