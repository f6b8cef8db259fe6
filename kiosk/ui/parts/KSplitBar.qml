// How a sum divides, as a picture: one piece of a bar for each part that is more than nothing.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Row {
    id: bar

    property real total: 1
    property var parts: []
    readonly property var pieces: parts.filter(part => part.fen > 0)
    readonly property real room: width - spacing * (pieces.length - 1)

    width: parent ? parent.width : Theme.column
    height: Theme.sp4
    spacing: Theme.sp1 / 2
    Accessible.ignored: true

    Repeater {
        model: bar.pieces.length

        Rectangle {
            required property int index

            width: Math.max(Theme.sp1, bar.room * bar.pieces[index].fen / bar.total)
            height: bar.height
            radius: Theme.rS
            color: bar.pieces[index].color
        }
    }
}
