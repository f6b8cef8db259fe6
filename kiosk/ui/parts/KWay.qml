// One document that the terminal can read now, or cannot, with the reason. It is shown, not tapped.
import QtQuick
import ".."

Rectangle {
    id: way

    property string icon
    property string text
    property string also
    property bool usable: true
    property bool dense: false // three beside each other
    property string reason
    readonly property int needed: Math.max(Theme.chipH, words.height + 2 * Theme.sp2)

    implicitHeight: needed
    radius: Theme.rM
    color: usable ? Theme.surface : Theme.disabledBg
    border.width: Theme.hc ? Theme.stroke : 0
    border.color: usable ? Theme.border : Theme.divider

    KIcon {
        id: glyph

        visible: !(Theme.elder && (Theme.low || way.dense))
        x: way.dense ? Theme.sp2 : Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        size: way.dense ? Theme.iconS : Theme.sp6
        name: way.icon
        color: way.usable ? Theme.primary : Theme.disabledText
    }
    Column {
        id: words

        enabled: way.usable
        x: glyph.visible ? glyph.x * 2 + glyph.width : glyph.x
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - (way.dense ? Theme.sp1 : Theme.sp2)

        KText {
            width: parent.width
            bold: true
            text: way.text
            color: way.usable ? Theme.text : Theme.disabledText
        }
        KText {
            visible: text !== ""
            width: parent.width
            role: "caption"
            text: way.usable ? way.also : way.reason
            color: way.usable ? Theme.textMuted : Theme.disabledText
        }
    }
}
