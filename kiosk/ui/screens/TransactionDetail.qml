// One payment: who paid what, each bill with what may be done with it, and the slip again. What cannot be done says why.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low || Theme.elder // little room
    readonly property bool split: screen.insured && !Theme.low && (!Theme.elder || screen.back === 0)
    readonly property int space: Theme.low ? Theme.sp2 : Theme.sp3
    readonly property bool several: screen.bills.length !== 1
    readonly property var none: ({
            "bill_id": "",
            "title": "",
            "amount": 0,
            "state": "",
            "can": false
        }) // for a place of the screen before
    readonly property string wholeReason: screen.whole_reason ?? ""
    readonly property var facts: [
        {
            "label": Words.tr("Insurance paid"),
            "value": Words.yuan(screen.fund),
            "shown": split
        },
        {
            "label": Words.tr("From your insurance account"),
            "value": Words.yuan(screen.account),
            "shown": split && screen.account > 0
        },
        {
            "label": Words.tr("Insurance"),
            "value": Words.yuan(screen.insurance),
            "shown": screen.insured && !split
        },
        {
            "label": screen.row.paid_with,
            "value": Words.yuan(screen.own),
            "role": "money",
            "shown": true
        },
        {
            "label": screen.row.state === "refunding" ? Words.tr("On its way back to you") : Words.tr("Went back to you"),
            "value": Words.yuan(screen.back),
            "role": "money",
            "shown": screen.back > 0
        },
        {
            "label": Words.tr("Reference"),
            "value": screen.row.purchase_id,
            "shown": !brief
        }
    ].filter(fact => fact.shown)

    // With the least room only what went back is said beside the sum.
    readonly property string wentBack: screen.back > 0 ? (screen.row.state === "refunding" ? Words.tr("On its way back to you") : Words.tr("Went back to you")) + " " + Words.yuan(screen.back) : ""

    title: Words.yuan(screen.row.amount) + " · " + screen.row.stands // the sum first: it is what was paid
    subtitle: Theme.low && Theme.elder ? wentBack : screen.row.at
    speech: [title, screen.row.at, ...facts.map(fact => fact.label + ", " + fact.value)].join(". ")
    calmIcon: "receipt-text"
    back: true
    nextText: Words.tr("Print the slip again")
    nextIcon: "printer"
    nextChoice: "print"
    list: pages

    KFacts {
        id: told

        visible: !(Theme.low && Theme.elder)
        facts: root.facts
    }
    KPages {
        id: pages

        visible: entries.length > 0
        y: told.visible ? told.height + root.space : 0
        height: root.body.height - y - (all.visible ? all.height + Theme.sp3 : 0)
        entries: root.screen.bills

        delegate: KListRow {
            required property int index
            readonly property var bill: pages.entries[pages.start + index] ?? root.none

            objectName: "refund-" + bill.bill_id
            opacity: pages.holds(index) ? 1 : 0
            enabled: bill.can && pages.holds(index)
            icon: bill.can ? "receipt-text" : bill.state === "paid" ? "landmark" : "history"
            title: bill.title
            titleLines: 2
            detail: Words.tr("Refund this bill")
            reason: bill.reason ?? ""
            value: Words.yuan(bill.amount)
            isMoney: true
            chevron: true
            onTapped: root.answered("refund", bill.bill_id)
        }
    }
    KButton {
        id: all

        visible: root.several
        name: "refund"
        y: root.body.height - height
        width: parent.width
        icon: "history"
        enabled: root.screen.whole
        reason: root.wholeReason
        text: Words.tr("Refund all of it")
        onTapped: root.answered("refund", "")
    }
}
