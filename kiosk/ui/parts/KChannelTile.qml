// One way to pay: its sign on a round ground, and its name.
import QtQuick
import ".."

KTap {
    id: tile

    property string icon
    property string title

    property bool bare: false // the name alone: little room, big letters

    implicitHeight: (bare ? 0 : sign.height + Theme.sp1) + words.height + 2 * (Theme.low ? Theme.sp2 : Theme.elder ? Theme.sp3 : Theme.sp5)
    radius: Theme.rL
    speak: title

    Rectangle {
        anchors.fill: parent
        radius: tile.radius
        color: tile.pressed ? Theme.primarySoft : Theme.surface
        border.width: Theme.stroke
        border.color: tile.pressed ? Theme.primary : Theme.border
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.sp2
        spacing: Theme.sp1

        Rectangle {
            id: sign

            visible: !tile.bare
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.low ? Theme.iconL : Theme.iconXl
            height: width
            radius: width / 2
            color: Theme.primarySoft

            KIcon {
                anchors.centerIn: parent
                size: Theme.low ? Theme.iconS : Theme.iconM
                name: tile.icon
                color: Theme.primarySoftInk
            }
        }
        KText {
            id: words

            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: "label"
            text: tile.title
        }
    }
}
