// What goes back and where to, before anything moves.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool brief: Theme.low || Theme.elder // little room
    readonly property string what: Words.listed(screen.what)
    readonly property var facts: [
        {
            "label": Words.tr("Back to your insurance account"),
            "value": Words.yuan(screen.account),
            "shown": screen.insured && screen.account > 0
        },
        {
            "label": Words.tr("Insurance takes back"),
            "value": Words.yuan(screen.fund),
            "shown": screen.insured && !brief
        }
    ].filter(fact => fact.shown)
    readonly property var points: [
        {
            "icon": "wallet-cards",
            "text": screen.money,
            "bold": true,
            "shown": true
        },
        {
            "icon": "shield-check",
            "text": screen.insurance ?? "",
            "shown": (screen.insurance ?? "") !== ""
        },
        {
            "icon": "receipt-text",
            "text": Words.tr("After that it is unpaid again."),
            "shown": true
        }
    ].filter(point => point.shown)

    title: Words.tr("Give this back?")
    subtitle: what
    speech: [title, what, ...points.map(point => point.text)].join(". ")
    calmIcon: "history"
    back: true
    nextText: Words.tr("Yes, give it back")
    nextChoice: "refund"

    KSum {
        id: back

        label: Words.tr("You get back")
        amount: root.screen.own
    }
    KFacts {
        id: sums

        visible: root.facts.length > 0
        y: back.height + Theme.gap
        facts: root.facts
    }
    KPoints {
        y: sums.visible ? sums.y + sums.height + Theme.gap : sums.y
        points: root.points
    }
}
