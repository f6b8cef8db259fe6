// A card of short statements under each other, each with its icon: `points` [{icon, text, bold}].
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Rectangle {
    id: card

    property var points: []
    readonly property int pad: Theme.low ? Theme.sp3 : Theme.sp4

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
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        Repeater {
            model: card.points.length

            Item {
                id: point

                required property int index
                readonly property var told: card.points[index] ?? {}

                width: list.width
                height: Math.max(sign.height, words.height)

                KIcon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    name: point.told.icon ?? "info"
                    size: Theme.sp6
                    color: Theme.primary
                }
                KText {
                    id: words

                    x: sign.width + Theme.sp3
                    width: parent.width - x
                    anchors.verticalCenter: parent.verticalCenter
                    role: point.told.bold ? "label" : "body"
                    text: point.told.text ?? ""
                }
            }
        }
    }
}
