// How giving back ended: back, on its way, or not known yet; and what proves it.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low || Theme.elder // little room
    readonly property var tones: ({
            "refunded": "success",
            "processing": "primary",
            "unknown": "warning"
        })
    readonly property var facts: [
        {
            "label": Words.tr("Amount"),
            "value": Words.yuan(screen.amount),
            "role": "money",
            "shown": screen.state === "unknown"
        },
        {
            "label": Words.tr("Back to your insurance account"),
            "value": Words.yuan(screen.back_on),
            "shown": screen.back_on > 0 && screen.state !== "unknown"
        },
        {
            "label": Words.tr("Reference"),
            "value": screen.reference,
            "shown": true
        }
    ].filter(fact => fact.shown)
    readonly property var points: [
        {
            "icon": screen.state === "unknown" ? "shield-check" : "clock",
            "text": screen.when,
            "bold": screen.state === "unknown",
            "shown": true
        },
        {
            "icon": "shield-check",
            "text": screen.insurance ?? "",
            "shown": (screen.insurance ?? "") !== "" && !brief
        },
        {
            "icon": screen.slip === "printed" ? "receipt-text" : "triangle-alert",
            "text": Words.slip(screen.slip),
            "shown": screen.slip !== "none"
        }
    ].filter(point => point.shown)

    speech: [screen.outcome, ...points.map(point => point.text)].join(". ")
    calmIcon: screen.state === "refunded" ? "circle-check" : "clock"
    nextText: Words.tr("Done")
    nextChoice: "done"

    KEnding {
        anchors.fill: parent
        tone: root.tones[root.screen.state]
        icon: root.screen.state === "refunded" ? "" : "clock"
        outcome: root.screen.outcome
        code: root.screen.code
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

        KFacts {
            facts: root.facts
        }
        KPoints {
            points: root.points
        }
    }
}
