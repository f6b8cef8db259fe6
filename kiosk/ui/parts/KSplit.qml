// A sum and who pays which part of it. `parts`: [{label, hint, fen, color}], the last is what the patient pays now.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Rectangle {
    id: card

    property real total: 0
    property var parts: []
    readonly property bool full: parts.length > 3 // every fund has its line
    readonly property int pad: Theme.low || full ? Theme.sp2 : Theme.elder ? Theme.sp4 : Theme.sp5

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
        spacing: card.pad

        KSplitLine {
            label: Words.tr("Total")
            amount: Words.yuan(card.total)
        }
        KSplitBar {
            visible: card.parts.length > 1 && !(Theme.low && Theme.elder)
            total: card.total
            parts: card.parts
        }
        Repeater {
            model: card.parts.length

            Column {
                id: place

                required property int index
                readonly property var part: card.parts[index]
                readonly property bool last: index === card.parts.length - 1

                width: list.width
                spacing: card.pad

                Rectangle {
                    visible: place.last
                    width: parent.width
                    height: Theme.hair
                    color: Theme.divider
                }
                KSplitLine {
                    swatch: card.parts.length > 1
                    swatchColor: place.part.color
                    label: place.part.label
                    hint: Theme.elder || Theme.low || card.full ? "" : place.part.hint
                    amount: Words.yuan(place.part.fen)
                    main: place.last
                }
            }
        }
    }
}
