// A small button at the side of a row: an icon over its word, as high as the row.
import QtQuick
import ".."

KTap {
    id: button

    property string icon
    property string text

    implicitWidth: Math.max(Theme.langW / 2, word.implicitWidth + 2 * Theme.sp2)
    implicitHeight: Math.max(Theme.touchMin, inner.height + 2 * Theme.sp2)
    width: implicitWidth
    speak: text

    Rectangle {
        anchors.fill: parent
        radius: Theme.rM
        color: button.pressed ? Theme.primarySoft : Theme.surface
        border.width: Theme.stroke
        border.color: Theme.primary
    }
    Column {
        id: inner

        anchors.centerIn: parent

        KIcon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: button.icon
            color: Theme.primary
        }
        KText {
            id: word

            role: "caption"
            text: button.text
            color: Theme.primary
        }
    }
}
