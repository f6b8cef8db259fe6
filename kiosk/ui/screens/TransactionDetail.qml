// One payment: who paid what, each bill with what may be done with it, and the slip again. What cannot be done says why.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    // So many facts on one card, so that a card fits on a page.
    readonly property int together: Theme.low && Theme.elder ? 1 : Theme.low || Theme.elder ? 3 : facts.length
    readonly property string wholeReason: screen.whole_reason ?? ""
    readonly property string noSlip: screen.no_slip ?? ""
    readonly property var facts: [
        {
            "label": Words.tr("Insurance paid"),
            "value": Words.yuan(screen.fund),
            "shown": screen.insured
        },
        {
            "label": Words.tr("From your insurance account"),
            "value": Words.yuan(screen.account),
            "shown": screen.insured && screen.account > 0
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
            "shown": true
        }
    ].filter(fact => fact.shown)
    readonly property var cards: Array.from({
        "length": Math.ceil(facts.length / together)
    }, (_, at) => facts.slice(at * together, (at + 1) * together))

    title: Words.dotted([Words.yuan(screen.row.amount), screen.row.stands]) // the sum first: it is what was paid
    subtitle: screen.row.at
    speech: [Words.yuan(screen.row.amount), screen.row.stands, screen.row.at, ...facts.map(fact => fact.label + ", " + fact.value), noSlip].join(". ")
    calmIcon: "receipt-text"
    back: true
    nextText: Words.tr("Reprint slip")
    nextIcon: "printer"
    nextChoice: "print"
    nextOn: noSlip === ""
    nextReason: noSlip
    list: pages

    KPages {
        id: pages

        height: root.body.height - (all.visible ? all.height + Theme.sp3 : 0)
        entries: [...root.cards, ...root.screen.bills]
        lead: root.cards.length

        delegate: Item {
            id: place

            required property int index
            readonly property var entry: pages.entries[pages.start + index] ?? [] // a place of the screen before
            readonly property bool isCard: Array.isArray(entry)

            width: pages.width
            height: isCard ? card.height : row.implicitHeight
            opacity: pages.holds(index) ? 1 : 0

            KFacts {
                id: card

                visible: place.isCard
                facts: place.isCard ? place.entry : []
            }
            KListRow {
                id: row

                readonly property var bill: place.isCard ? ({}) : place.entry

                objectName: "refund-" + (bill.bill_id ?? "")
                visible: !place.isCard
                enabled: !!bill.can && pages.holds(place.index)
                icon: bill.can ? "receipt-text" : bill.state === "paid" ? "landmark" : "history"
                title: bill.title ?? ""
                titleLines: 2
                detail: Words.tr("Refund this bill")
                reason: bill.reason ?? ""
                value: Words.yuan(bill.amount ?? 0)
                isMoney: true
                chevron: true
                onTapped: root.answered("refund", bill.bill_id)
            }
        }
    }
    KButton {
        id: all

        visible: root.screen.bills.length !== 1
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
