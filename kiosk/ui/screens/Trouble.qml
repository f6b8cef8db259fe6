// Something did not work: what happened, your money and card, what to do, a short code.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool retry: root.screen.can_retry

    speech: [root.screen.happened, root.screen.money, root.screen.next].join(". ")
    calmIcon: screen.tone === "info" ? "info" : screen.tone === "danger" ? "circle-x" : "triangle-alert"
    back: retry
    backText: Words.tr("End")
    backChoice: "done"
    nextText: retry ? (root.screen.retry ?? Words.tr("Try again")) : Words.tr("Done")
    nextChoice: retry ? "retry" : "done"

    KEnding {
        anchors.fill: parent
        tone: root.screen.tone === "info" ? "primary" : root.screen.tone
        outcome: root.screen.happened
        code: root.screen.code
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

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
                }
            ]
        }
    }
}
