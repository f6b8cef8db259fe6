// One person, masked, large enough to be sure of.
import QtQuick
import ".."

Rectangle {
    id: card

    property string icon: "user-round"
    property string name
    property string detail
    property string note
    property bool tall: false // the sign over the words, where there is room

    width: parent ? parent.width : Theme.column
    height: words.y + words.height + Theme.sp5
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.divider

    KStatus {
        id: face

        x: card.tall ? (parent.width - width) / 2 : Theme.sp5
        y: card.tall ? Theme.sp6 : (parent.height - height) / 2
        tone: "primary"
        icon: card.icon
    }
    Column {
        id: words

        x: card.tall ? Theme.sp4 : face.x + face.width + Theme.sp5
        y: card.tall ? face.y + face.height + Theme.sp4 : Theme.sp5
        width: parent.width - x - Theme.sp4
        spacing: Theme.sp1

        KText {
            width: parent.width
            horizontalAlignment: card.tall ? Text.AlignHCenter : Text.AlignLeft
            role: "display"
            text: card.name
        }
        KText {
            width: parent.width
            horizontalAlignment: card.tall ? Text.AlignHCenter : Text.AlignLeft
            role: "title"
            bold: false
            color: Theme.textMuted
            text: card.detail
        }
        KText {
            visible: text !== ""
            width: parent.width
            horizontalAlignment: card.tall ? Text.AlignHCenter : Text.AlignLeft
            color: Theme.textMuted
            text: card.note
        }
    }
}
