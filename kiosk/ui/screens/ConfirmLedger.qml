// Pay from the prepaid card, or later: there is no phone that asks, so the patient says yes here.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool later: screen.due_on !== ""
    readonly property var facts: later ? [
        {
            "label": Words.tr("Pay until"),
            "value": screen.due_on
        },
        {
            "label": Words.tr("You may owe after that"),
            "value": Words.yuan(screen.after)
        }
    ] : [
        {
            "label": Words.tr("Balance on your card"),
            "value": Words.yuan(screen.before)
        },
        {
            "label": Words.tr("Left on the card"),
            "value": Words.yuan(screen.after)
        }
    ]

    title: later ? Words.tr("Pay this later?") : Words.tr("Pay this from your card?")
    speech: [title, sum.speak, ...facts.map(fact => fact.label + ", " + fact.value)].join(". ")
    calmIcon: Theme.channelIcon(screen.channel)
    journey: "pay"
    step: 2
    back: true
    nextText: later ? Words.tr("Yes, pay later") : Words.tr("Yes, pay")

    Column {
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.gap

        KSum {
            id: sum

            label: root.later ? Words.tr("To be paid later") : Words.tr("You pay now")
            amount: root.screen.amount
        }
        KFacts {
            facts: root.facts
        }
        KPoints {
            visible: !(Theme.low && Theme.elder)
            points: [
                {
                    "icon": root.later ? "calendar-clock" : "shield-check",
                    "text": root.later ? Words.tr("You can repay it at any terminal, or at the window.") : Words.tr("It is paid at once. No phone is needed.")
                }
            ]
        }
    }
}
