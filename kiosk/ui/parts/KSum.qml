// The sum of what is chosen, in large figures; what it is, or a control for the whole list, stands at its left.
import QtQuick
import ".."

Rectangle {
    id: sum

    property string label
    property var amount: 0
    property string reason // why one cannot go on
    readonly property bool alone: left.visibleChildren.length === 0 // no control at the left
    readonly property bool beside: alone && reason === "" && told.implicitWidth + figure.implicitWidth + Theme.sp3 <= words.width
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
    Item {
        id: words

        x: sum.alone ? Theme.sp4 : left.x + left.width + Theme.sp3
        width: parent.width - x - Theme.sp4
        height: sum.beside ? Math.max(name.height, figure.height) : name.height + figure.height
        anchors.verticalCenter: parent.verticalCenter

        Row {
            id: name

            x: sum.alone ? 0 : parent.width - width
            y: sum.beside ? (parent.height - height) / 2 : 0
            spacing: Theme.sp2

            KIcon {
                id: sign

                visible: sum.reason !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: "triangle-alert"
                color: Theme.warning
            }
            KText {
                id: told

                anchors.verticalCenter: parent.verticalCenter
                snug: true
                width: Math.min(implicitWidth, words.width - (sign.visible ? sign.width + parent.spacing : 0))
                role: sum.alone ? "body" : "caption"
                color: sum.reason === "" ? Theme.textMuted : Theme.warning
                text: sum.reason === "" ? sum.label : sum.reason
            }
        }
        KText {
            id: figure

            x: parent.width - width
            y: parent.height - height
            role: Theme.low || Theme.elder ? "h1" : "display"
            color: Theme.money
            text: Words.yuan(sum.amount)
        }
    }
}
