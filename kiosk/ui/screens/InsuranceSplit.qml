// Who pays what, in plain words, and whether the personal account is used.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var split: screen.split
    readonly property var parts: [
        {
            "label": Words.tr("Pooled fund"),
            "hint": Words.tr("The insurance pays it to the hospital"),
            "fen": split.pooled,
            "color": Theme.hc ? Theme.text : Theme.primary,
            "shown": split.insured
        },
        {
            "label": Words.tr("Large-sum fund"),
            "hint": Words.tr("For what is above the pooled fund's limit"),
            "fen": split.large,
            "color": Theme.hc ? Theme.danger : Theme.border,
            "shown": split.large > 0
        },
        {
            "label": Words.tr("Medical aid"),
            "hint": Words.tr("Pays part of what is left"),
            "fen": split.aid,
            "color": Theme.hc ? Theme.focusOuterColor : Theme.text,
            "shown": split.aid > 0
        },
        {
            "label": Words.tr("From your insurance account"),
            "hint": Words.tr("Money in your own insurance account"),
            "fen": split.account,
            "color": Theme.success,
            "shown": split.insured
        },
        {
            "label": Words.tr("You pay now"),
            "hint": split.own > 0 ? Words.tr("You choose how in the next step") : Words.tr("There is nothing to pay."),
            "fen": split.own,
            "color": Theme.money,
            "shown": true
        }
    ].filter(part => part.shown)

    title: Words.tr("How your bills are paid")
    speech: [title, Words.tr("Total"), Words.yuan(split.total), ...parts.map(part => part.label + ", " + Words.yuan(part.fen))].join(". ")
    calmIcon: "shield-check"
    journey: "pay"
    step: 2
    back: true
    nextText: Words.tr("Continue")

    KSplit {
        id: card

        width: parent.width
        total: root.split.total
        parts: root.parts
    }
    KSwitch {
        objectName: "account"
        visible: root.split.account_can
        anchors.top: card.bottom
        anchors.topMargin: Theme.low ? Theme.sp2 : Theme.gap
        on: root.split.account_on
        title: Words.tr("Use my insurance account")
        detail: Words.tr("Balance {amount}", {
            "amount": Words.yuan(root.split.account_balance)
        })
        onTapped: root.answered("account", "")
    }
    KText {
        visible: !root.split.insured
        anchors.top: card.bottom
        anchors.topMargin: Theme.gap
        width: parent.width
        color: Theme.textMuted
        text: Words.tr("No insurance is used for these bills.")
    }
}
