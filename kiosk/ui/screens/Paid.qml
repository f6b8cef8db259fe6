// It is done: what was paid, where to go next, whether the slip came out.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var split: screen.split
    readonly property bool later: (screen.due_on ?? "") !== ""
    readonly property string outcome: later ? Words.tr("{amount} is paid later", {
        "amount": Words.yuan(split.own)
    }) : split.own > 0 ? Words.tr("Paid {amount}", {
        "amount": Words.yuan(split.own)
    }) : Words.tr("Paid by your insurance")
    readonly property var points: [
        {
            "icon": "map-pin",
            "text": screen.next_place ?? "",
            "bold": true
        },
        {
            "icon": screen.slip === "printed" ? "receipt-text" : "triangle-alert",
            "text": Words.slip(screen.slip)
        }
    ].filter(point => point.text !== "")
    readonly property var account: [
        {
            "label": Words.tr("Pay until"),
            "value": screen.due_on ?? "",
            "shown": later
        },
        {
            "label": Words.tr("Left on the card"),
            "value": Words.yuan(screen.balance ?? 0),
            "shown": screen.balance !== null && screen.balance !== undefined
        }
    ].filter(fact => fact.shown)
    readonly property bool least: Theme.low && Theme.elder // room for one line about the insurance
    readonly property var insurance: [
        {
            "label": Words.tr("Insurance"),
            "value": Words.yuan(split.insurance),
            "shown": split.insured && least
        },
        {
            "label": Words.tr("Insurance paid"),
            "value": Words.yuan(split.fund),
            "shown": split.insured && !least
        },
        {
            "label": Theme.elder ? Words.tr("From your account") : Words.tr("From your insurance account"),
            "value": Words.yuan(split.account),
            "shown": split.account > 0 && !least
        }
    ].filter(fact => fact.shown)

    speech: [outcome, ...points.map(point => point.text)].join(". ")
    calmIcon: "circle-check"
    journey: "pay"
    step: 3
    nextText: Words.tr("Done")
    nextChoice: "done"

    KEnding {
        anchors.fill: parent
        outcome: root.outcome
        seconds: root.screen.seconds
        takeCard: root.screen.take_card

        KPoints {
            visible: root.points.length > 0
            points: root.points
        }
        KDevicePrompt {
            visible: root.screen.slip === "printed" && !Theme.low && !Theme.elder
            height: Theme.pictureMin
            spot: "printer"
            phase: "remove"
        }
        KFacts {
            facts: [
                {
                    "label": Words.tr("Bills: {n}", {
                        "n": root.screen.bills
                    }),
                    "value": Words.yuan(root.split.total)
                },
                ...root.insurance,
                ...root.account,
                {
                    "label": Words.tr("Reference"),
                    "value": root.screen.reference
                }
            ]
        }
    }
}
