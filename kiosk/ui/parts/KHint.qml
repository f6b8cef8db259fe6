// Something good to know, quietly: an icon and a line on a soft strip.
import QtQuick
import ".."

Rectangle {
    id: hint

    property string icon: "info"
    property string text

    width: parent ? parent.width : Theme.column
    height: Math.max(Theme.chipH, words.height + 2 * Theme.sp2)
    radius: Theme.rM
    color: Theme.primarySoft

    KIcon {
        id: sign

        x: Theme.sp4
        anchors.verticalCenter: parent.verticalCenter
        name: hint.icon
        color: Theme.primarySoftInk
    }
    KText {
        id: words

        x: sign.x + sign.width + Theme.sp2
        width: parent.width - x - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        text: hint.text
        color: Theme.primarySoftInk
    }
}
