// A choice that is on or off; the whole row is the target.
import QtQuick
import ".."

KTap {
    id: row

    property string title
    property string detail
    property bool on: false

    width: parent ? parent.width : Theme.column
    implicitHeight: Math.max(Theme.rowH, words.height + 2 * Theme.sp2)
    height: implicitHeight
    checked: on
    accessibleRole: Accessible.CheckBox
    speak: title + ", " + detail

    Rectangle {
        anchors.fill: parent
        radius: Theme.rM
        color: !row.enabled ? Theme.disabledBg : row.pressed ? Theme.primarySoft : Theme.surface
        border.width: row.on ? Theme.strokeOn : Theme.stroke
        border.color: !row.enabled ? Theme.divider : row.on ? Theme.primary : Theme.border
    }
    Column {
        id: words

        x: Theme.sp4
        width: track.x - x - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter

        KText {
            width: parent.width
            bold: true
            text: row.title
            color: row.enabled ? Theme.text : Theme.disabledText
        }
        KText {
            width: parent.width
            role: "caption"
            text: row.detail
            color: row.enabled ? Theme.textMuted : Theme.disabledText
        }
    }
    Rectangle {
        id: track

        x: parent.width - width - Theme.sp4
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.sp7 + Theme.sp3
        height: Theme.sp6
        radius: height / 2
        color: row.on ? Theme.primary : Theme.surface
        border.width: Theme.stroke
        border.color: !row.enabled ? Theme.disabledText : row.on ? Theme.primary : Theme.border

        Rectangle {
            x: row.on ? parent.width - width - Theme.sp1 : Theme.sp1
            anchors.verticalCenter: parent.verticalCenter
            width: parent.height - 2 * Theme.sp1
            height: width
            radius: width / 2
            color: !row.enabled ? Theme.disabledText : row.on ? Theme.primaryInk : Theme.border
        }
    }
}
