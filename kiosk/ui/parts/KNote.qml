// A coloured card that says how something stands: icon, title, text. `tone`: success, warning, danger, primary.
import QtQuick
import ".."

Rectangle {
    id: note

    property string tone: "primary"
    property string icon: tone === "success" ? "circle-check" : tone === "danger" ? "circle-x" : tone === "warning" ? "triangle-alert" : "info"
    property string title
    property string text
    readonly property color ink: tone === "primary" ? Theme.primarySoftInk : Theme.tone(tone)

    width: parent ? parent.width : Theme.column
    height: Math.max(sign.height, words.height) + 2 * Theme.sp4
    radius: Theme.rL
    color: Theme.soft(tone)
    border.width: Theme.stroke
    border.color: Theme.tone(tone)

    KIcon {
        id: sign

        x: Theme.sp4
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.iconM
        name: note.icon
        color: note.ink
    }
    Column {
        id: words

        x: sign.x + sign.width + Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - Theme.sp4
        spacing: Theme.sp1

        KText {
            visible: text !== ""
            width: parent.width
            role: "title"
            text: note.title
            color: note.ink
        }
        KText {
            visible: text !== ""
            width: parent.width
            text: note.text
            color: note.ink
        }
    }
}
