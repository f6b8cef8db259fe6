// A card of facts: what it is at the left, how much or where at the right. `facts`: [{label, value, role}];
// `role` "money" for amounts. A value too long for its line goes under its label.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Rectangle {
    id: card

    property var facts: []
    readonly property int pad: Theme.low ? Theme.sp2 : Theme.sp3

    width: parent ? parent.width : Theme.column
    height: list.height + 2 * pad
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.divider

    Column {
        id: list

        x: Theme.sp4
        y: card.pad
        width: parent.width - 2 * Theme.sp4
        spacing: Theme.low ? Theme.sp1 : Theme.sp2

        Repeater {
            model: card.facts.length

            Flow {
                id: fact

                required property int index
                readonly property var told: card.facts[index] ?? {}
                readonly property bool fits: label.implicitWidth + value.implicitWidth + Theme.sp3 <= width

                width: list.width
                spacing: 0

                KText {
                    id: label

                    width: fact.fits ? fact.width - value.width : fact.width
                    color: Theme.textMuted
                    text: fact.told.label ?? ""
                }
                KText {
                    id: value

                    snug: true
                    width: fact.fits ? implicitWidth : fact.width
                    horizontalAlignment: Text.AlignRight
                    bold: true
                    color: fact.told.role === "money" ? Theme.money : Theme.text
                    text: fact.told.value ?? ""
                }
            }
        }
    }
}
