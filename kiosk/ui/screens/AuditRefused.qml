// What the insurance does not pay for, each with its reason; who can help, and what can be paid all the same.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low || Theme.elder // little room
    readonly property bool least: Theme.low && Theme.elder // least of all
    readonly property string go: Words.tr("No money was taken. Please go to {window}.", {
        "window": screen.window
    })
    readonly property var none: ({
            "bill": "",
            "amount": 0,
            "item": "",
            "reason": "",
            "code": ""
        }) // for a place of the screen before
    readonly property var facts: [
        {
            "label": Words.tr("The other bills"),
            "value": Words.yuan(screen.others),
            "role": "money",
            "shown": screen.others > 0
        },
        {
            "label": Words.tr("All of it without insurance"),
            "value": Words.yuan(screen.self_pay),
            "role": "money",
            "shown": screen.self_pay > 0
        }
    ].filter(fact => fact.shown)

    title: Words.tr("Not paid by the insurance")
    speech: [title, ...screen.rows.map(row => row.bill + ", " + row.reason), go, ...facts.map(fact => fact.label + ", " + fact.value)].join(". ")
    calmIcon: "triangle-alert"
    journey: "pay"
    step: 2
    back: true
    nextText: screen.others > 0 ? Words.tr("Pay the rest") + (brief ? " " + Words.yuan(screen.others) : "") : ""
    nextChoice: "others"
    list: pages

    KPages {
        id: pages

        height: root.body.height - foot.height - Theme.sp3
        rowMin: Theme.touchMin
        entries: root.screen.rows

        delegate: KFinding {
            required property int index
            readonly property var row: pages.entries[pages.start + index] ?? root.none

            opacity: pages.holds(index) ? 1 : 0
            tone: "warning"
            title: row.bill
            value: Words.yuan(row.amount)
            isMoney: true
            lines: root.brief ? [row.reason] : [row.item ?? "", row.reason + " (" + row.code + ")"]
        }
    }
    Column {
        id: foot

        y: root.body.height - height
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp3

        KText {
            width: parent.width
            role: root.least ? "caption" : "body"
            bold: true
            text: root.go
        }
        KText {
            visible: !root.brief
            width: parent.width
            role: "caption"
            color: Theme.textMuted
            text: Words.tr("Code {code}", {
                "code": root.screen.code
            })
        }
        KFacts {
            visible: root.facts.length > 0 && !root.brief // else the buttons say how much
            facts: root.facts
        }
        KButton {
            visible: root.screen.self_pay > 0
            name: "self"
            width: parent.width
            text: Words.tr("Pay all of it myself") + (root.brief ? " " + Words.yuan(root.screen.self_pay) : "")
            onTapped: root.answered("self", "")
        }
    }
}
