// The sum of what is chosen, in large figures; a control for the whole list may stand at its left.
import QtQuick
import ".."

Rectangle {
    id: sum

    property string label
    property var amount: 0
    property string reason // why one cannot go on
    readonly property string speak: label + ", " + figure.text
    default property alias control: left.data

    width: parent ? parent.width : Theme.column
    height: Math.max(left.height, words.height) + 2 * (Theme.low ? Theme.sp2 : Theme.sp3)
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.divider

    Item {
        id: left

        x: Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        width: childrenRect.width
        height: childrenRect.height
    }
    Column {
        id: words

        x: left.x + left.width + Theme.sp3
        width: parent.width - x - Theme.sp4
        anchors.verticalCenter: parent.verticalCenter

        Row {
            anchors.right: parent.right
            spacing: Theme.sp1

            KIcon {
                id: sign

                visible: sum.reason !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: "triangle-alert"
                color: Theme.warning
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                snug: true
                width: Math.min(implicitWidth, words.width - (sign.visible ? sign.width + parent.spacing : 0))
                horizontalAlignment: Text.AlignRight
                role: "caption"
                color: sum.reason === "" ? Theme.textMuted : Theme.warning
                text: sum.reason === "" ? sum.label : sum.reason
            }
        }
        KText {
            id: figure

            width: parent.width
            horizontalAlignment: Text.AlignRight
            role: Theme.low || Theme.elder ? "h1" : "display"
            color: Theme.money
            text: Words.yuan(sum.amount)
        }
    }
}
