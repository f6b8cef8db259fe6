// Something is done and written down: what, in a few facts; what comes next; whether the slip came out.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    // Where there is little room: what is most important, and the reference; the slip has all of it.
    readonly property int most: Theme.low || Theme.elder ? 2 : 5
    readonly property var facts: screen.facts.filter((_, at) => at < most || at === screen.facts.length - 1).map(fact => ({
                "label": fact.label,
                "value": fact.value,
                "role": fact.money ? "money" : ""
            }))
    readonly property var points: [...screen.notes.map(note => ({
                    "icon": "info",
                    "text": note,
                    "bold": true
                })),
        {
            "icon": screen.slip === "printed" ? "receipt-text" : "triangle-alert",
            "text": screen.paid ? Words.slip(screen.slip) : Words.slipOnce(screen.slip)
        }
    ].filter(point => point.text !== "")

    speech: [screen.outcome, ...screen.facts.map(fact => fact.label + ", " + fact.value), ...points.map(point => point.text)].join(". ")
    calmIcon: "circle-check"
    journey: screen.paid ? "pay" : "" // a close-out or an agreement has no steps of paying
    step: 3
    nextText: Words.tr("Done")
    nextChoice: "done"

    KEnding {
        anchors.fill: parent
        outcome: root.screen.outcome
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

        KFacts {
            facts: root.facts
        }
        KPoints {
            visible: root.points.length > 0
            points: root.points
        }
    }
}
