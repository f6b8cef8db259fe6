// What is on one bill, line by line, with its insurance class.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var classes: ({
            "A": Words.tr("Class A"),
            "B": Words.tr("Class B"),
            "C": Words.tr("Class C")
        })

    title: screen.title
    subtitle: Words.dotted([screen.department, screen.day])
    speech: title + ". " + subtitle + ". " + sum.speak
    calmIcon: "receipt-text"
    journey: "pay"
    step: 1
    back: true

    KPages {
        id: pages

        height: root.body.height - sum.height - Theme.sp2
        entries: root.screen.items
        spacing: 0
        card: true

        delegate: KItemLine {
            required property int index
            readonly property var item: pages.entries[pages.start + index]

            width: pages.width - 2 * pages.inset
            opacity: pages.holds(index) ? 1 : 0
            first: index === 0
            name: item.name
            detail: Words.dotted([item.quantity, Theme.elder ? "" : root.classes[item.insurance_class]])
            amount: Words.yuan(item.amount)
        }
    }
    KSum {
        id: sum

        anchors.bottom: parent.bottom
        label: Words.tr("Total of this bill")
        amount: root.screen.total
    }
}
