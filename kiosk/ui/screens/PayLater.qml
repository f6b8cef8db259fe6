// Whether this patient may pay later and why not, and what they owe: one touch repays one, or all of it.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var dues: screen.dues
    readonly property bool owes: screen.owed > 0
    readonly property bool offers: screen.may && !screen.agreed
    readonly property bool full: screen.may && screen.agreed && screen.left <= 0 // the limit is used up
    readonly property bool tight: Theme.low && Theme.elder && owes // the agreement is the last row of the list
    readonly property string read: screen.agreed ? Words.tr("Read the agreement again") : Words.tr("Read the agreement")
    readonly property string stands: !screen.may || full ? Words.tr("You cannot pay later now") : screen.agreed ? Words.tr("You can pay later") : Words.tr("You can pay later once you have accepted the agreement")
    readonly property string why: !screen.may ? screen.why_not.join("\n") + (screen.blocked ? "\n" + Words.tr("Until it is paid you cannot register either.") : "") : full ? Words.tr("You owe as much as you may. Repay some of it first.") : Words.tr("You may owe {amount} now", {
        "amount": Words.yuan(screen.left)
    })

    title: Words.tr("Pay later")
    speech: [title, stands, why, owes ? Words.tr("You owe {amount}", {
            "amount": Words.yuan(screen.owed)
        }) : ""].join(". ")
    calmIcon: "calendar-clock"
    journey: "pay"
    step: 1
    back: true
    nextText: owes ? Words.tr("Repay all {amount}", {
        "amount": Words.yuan(screen.owed)
    }) : offers ? Words.tr("Agreement") : ""
    nextChoice: owes ? "all" : "terms"
    list: pages

    KNote {
        id: note

        tone: root.screen.may && !root.full ? root.screen.agreed ? "success" : "primary" : "warning"
        title: root.stands
        text: root.why
    }
    KButton {
        id: terms

        name: "terms"
        visible: (root.owes || !root.offers) && !root.tight
        y: note.height + (Theme.low ? Theme.sp2 : Theme.gap)
        width: parent.width
        compact: true
        icon: "receipt-text"
        text: root.read
        onTapped: root.answered("terms", "")
    }
    KPoints {
        visible: root.dues.length === 0
        y: pages.y
        points: [
            {
                "icon": "calendar-clock",
                "text": Words.tr("See the doctor first, pay afterwards")
            },
            {
                "icon": "landmark",
                "text": Words.tr("You can repay it at any terminal, or at the window.")
            }
        ]
    }
    KPages {
        id: pages

        visible: root.dues.length > 0
        y: terms.y + (terms.visible ? terms.height + (Theme.low ? Theme.sp2 : Theme.gap) : 0)
        width: parent.width
        height: root.heightLeft - y
        most: Theme.elder ? 4 : entries.length
        entries: root.tight ? [...root.dues, null] : root.dues

        delegate: KListRow {
            required property int index
            readonly property var due: pages.entries[pages.start + index] ?? ({})
            readonly property bool reads: pages.entries[pages.start + index] === null
            readonly property string day: due.due_on ?? ""

            objectName: reads ? "terms" : "repay-" + (due.due_id ?? "")
            opacity: pages.holds(index) ? 1 : 0
            enabled: pages.holds(index) && !due.locked
            icon: reads ? "receipt-text" : due.overdue ? "triangle-alert" : "calendar-clock"
            title: reads ? root.read : day === "" ? "" : due.overdue ? Words.tr("Overdue since {day}", {
                "day": day
            }) : Words.tr("Pay until {day}", {
                "day": day
            })
            detail: day === "" ? "" : Words.tr("From {day}. Touch to repay it alone", {
                "day": due.made_on
            })
            reason: due.locked ? Words.tr("Being paid at another place") : ""
            value: reads ? "" : Words.yuan(due.amount ?? 0)
            isMoney: true
            onTapped: reads ? root.answered("terms", "") : root.answered("repay", due.due_id)
        }
    }
}
