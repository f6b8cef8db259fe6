// It did not happen: why, where the money is, and what to do now.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool retry: screen.can_retry
    readonly property var slip: screen.slip === "none" ? [] : [
        {
            "icon": screen.slip === "printed" ? "receipt-text" : "triangle-alert",
            "text": Words.slip(screen.slip)
        }
    ]

    speech: [screen.happened, screen.money, screen.next].join(". ")
    calmIcon: "triangle-alert"
    journey: "pay"
    step: 2
    back: retry
    backText: Words.tr("End")
    backChoice: "done"
    nextText: retry ? Words.tr("Try again") : Words.tr("Done")
    nextChoice: retry ? "retry" : "done"

    KEnding {
        anchors.fill: parent
        tone: "warning"
        outcome: root.screen.happened
        code: root.screen.code
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

        KFacts {
            // Where there is little room the sentence about the money says it.
            visible: root.screen.refund > 0 && !Theme.elder
            facts: [
                {
                    "label": Words.tr("You get back"),
                    "value": Words.yuan(root.screen.refund),
                    "role": "money"
                }
            ]
        }
        KPoints {
            points: [
                {
                    "icon": "shield-check",
                    "text": root.screen.money
                },
                {
                    "icon": "arrow-right",
                    "text": root.screen.next,
                    "bold": true
                },
                ...root.slip
            ]
        }
    }
}
