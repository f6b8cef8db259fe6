// Something good to know, quietly: an icon and a line on a soft strip. Where there is `room` and a `spot` of the
// cabinet to show, with a picture of it.
import QtQuick
import ".."

Rectangle {
    id: hint

    property string icon: "info"
    property string text
    property string spot
    property real room: 0
    readonly property int needed: Math.max(Theme.chipH, words.height + 2 * Theme.sp2)
    readonly property bool pictured: spot !== "" && room - needed > Theme.pictureMin

    width: parent ? parent.width : Theme.column
    height: pictured ? Math.min(room, needed + Theme.promptH) : needed
    radius: pictured ? Theme.rL : Theme.rM
    color: Theme.primarySoft
    border.width: Theme.hc && pictured ? Theme.stroke : 0
    border.color: Theme.divider

    KIcon {
        id: sign

        x: Theme.sp4
        y: (hint.needed - height) / 2
        name: hint.icon
        color: Theme.primarySoftInk
    }
    KText {
        id: words

        x: sign.x + sign.width + Theme.sp2
        y: (hint.needed - height) / 2
        width: parent.width - x - Theme.sp3
        text: hint.text
        color: Theme.primarySoftInk
    }
    KDevicePrompt {
        visible: hint.pictured
        x: Theme.sp4
        y: hint.needed
        width: parent.width - 2 * x
        height: parent.height - y - Theme.sp4
        spot: hint.spot
    }
}
