// One person, masked, large enough to be sure of.
import QtQuick
import ".."

Rectangle {
    id: card

    property string icon: "user-round"
    property string name
    property string detail
    property string note

    width: parent ? parent.width : Theme.column
    height: words.height + 2 * Theme.sp5
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.divider

    KStatus {
        id: face

        x: Theme.sp5
        anchors.verticalCenter: parent.verticalCenter
        tone: "primary"
        icon: card.icon
    }
    Column {
        id: words

        x: face.x + face.width + Theme.sp5
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - Theme.sp4
        spacing: Theme.sp1

        KText {
            width: parent.width
            role: "display"
            text: card.name
        }
        KText {
            width: parent.width
            role: "title"
            bold: false
            color: Theme.textMuted
            text: card.detail
        }
        KText {
            visible: text !== ""
            width: parent.width
            color: Theme.textMuted
            text: card.note
        }
    }
}
