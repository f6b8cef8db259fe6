// What the insurance does not pay for, each with its reason; who can help, and what can be paid all the same.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low && Theme.elder // little room
    readonly property string go: Words.tr("No money was taken. Please go to {window}.", {
        "window": screen.window
    })
    readonly property string others: Words.tr("Pay the other bills, {amount}", {
        "amount": Words.yuan(screen.others)
    })
    readonly property var none: ({
            "bill": "",
            "amount": 0,
            "item": "",
            "reason": "",
            "code": ""
        }) // for a place of the screen before

    title: Words.tr("Not paid by the insurance")
    speech: [title, ...screen.rows.map(row => row.bill + ", " + row.reason), go].join(". ")
    calmIcon: "triangle-alert"
    journey: "pay"
    step: 2
    back: screen.others > 0
    backText: Words.tr("Back")
    nextText: screen.others > 0 ? others : Words.tr("Back to your bills")
    nextChoice: screen.others > 0 ? "others" : "back"
    list: pages

    KPages {
        id: pages

        height: root.body.height - foot.height - Theme.sp3
        entries: root.screen.rows

        delegate: KFinding {
            required property int index
            readonly property var row: pages.entries[pages.start + index] ?? root.none

            opacity: pages.holds(index) ? 1 : 0
            tone: "warning"
            title: row.bill
            value: Words.yuan(row.amount)
            isMoney: true
            lines: [root.brief ? "" : row.item ?? "", row.reason + (root.brief ? "" : " (" + row.code + ")")]
        }
    }
    Column {
        id: foot

        y: root.body.height - height
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp3

        KText {
            width: parent.width
            role: root.brief ? "caption" : "body"
            bold: true
            text: root.go
        }
        KText {
            visible: !root.brief
            width: parent.width
            role: "caption"
            color: Theme.textMuted
            text: root.screen.code
        }
        KButton {
            visible: root.screen.self_pay > 0
            name: "self"
            width: parent.width
            text: Words.tr("Pay all of it myself, without insurance: {amount}", {
                "amount": Words.yuan(root.screen.self_pay)
            })
            onTapped: root.answered("self", "")
        }
    }
}
