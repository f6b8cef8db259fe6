// Whose visit this is, masked.
import QtQuick
import ".."

Rectangle {
    id: chip

    property string text
    property string icon: "user-round"

    width: row.width + 2 * Theme.sp2
    height: row.height + Theme.sp1
    radius: height / 2
    color: Theme.primarySoft

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.sp1

        KIcon {
            anchors.verticalCenter: parent.verticalCenter
            size: words.font.pixelSize
            name: chip.icon
            color: Theme.primarySoftInk
        }
        KText {
            id: words

            role: "caption"
            text: chip.text
            color: Theme.primarySoftInk
        }
    }
}
