// Nobody knows yet whether the money was taken: nothing is lost, and the reference proves it.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low || Theme.elder // little room
    readonly property var points: [
        {
            "icon": "shield-check",
            "text": brief ? Words.tr("You will not be charged twice.") : Words.tr("You will not be charged twice. What was taken without a booked bill goes back by itself.")
        },
        {
            "icon": screen.slip === "printed" ? "receipt-text" : "triangle-alert",
            "text": screen.slip === "printed" ? (brief ? Words.tr("Keep the slip.") : Words.tr("Keep the slip. You need not wait here.")) : Words.tr("No slip came out. Please note the reference."),
            "bold": true
        },
        {
            "icon": "map-pin",
            "text": Words.tr("Questions: {window}", {
                "window": screen.window
            })
        }
    ]

    speech: [result.outcome, ...points.map(point => point.text)].join(". ")
    calmIcon: "clock"
    journey: "pay"
    step: 2
    nextText: Words.tr("Done")
    nextChoice: "done"

    KEnding {
        id: result

        anchors.fill: parent
        tone: "warning"
        icon: "clock"
        outcome: Words.tr("Payment being verified")
        code: root.screen.code
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

        KFacts {
            facts: [
                {
                    "label": Words.tr("Amount"),
                    "value": Words.yuan(root.screen.amount),
                    "role": "money"
                },
                {
                    "label": Words.tr("Reference"),
                    "value": root.screen.reference
                }
            ]
        }
        KPoints {
            points: root.points
        }
    }
}
