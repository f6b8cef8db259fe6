// One line of a bill: what, how much of it, and what it costs. Nothing to tap.
import QtQuick
import ".."

Item {
    id: line

    property bool first: false
    property string name
    property string detail
    property string amount

    implicitHeight: Math.max(words.height, figure.height) + 2 * Theme.sp2
    height: implicitHeight

    Rectangle {
        visible: !line.first
        width: parent.width
        height: Theme.hair
        color: Theme.divider
    }
    Column {
        id: words

        width: figure.x - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter

        KText {
            width: parent.width
            text: line.name
        }
        KText {
            width: parent.width
            role: "caption"
            color: Theme.textMuted
            text: line.detail
        }
    }
    KText {
        id: figure

        x: parent.width - width
        anchors.verticalCenter: parent.verticalCenter
        role: "label"
        text: line.amount
    }
}
