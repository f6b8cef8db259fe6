// A switch: icon and word, filled and ticked while it is on. `stacked`: the icon above the word.
import QtQuick
import ".."

KTap {
    id: toggle

    property string icon
    property string title
    property bool stacked: false
    property bool plain: false // just a button, never on
    readonly property color ink: checked ? Theme.primaryInk : Theme.primary

    radius: Theme.rM
    accessibleRole: plain ? Accessible.Button : Accessible.CheckBox
    speak: title
    implicitHeight: stacked ? Math.max(Theme.modeH, glyph.height + words.height + 2 * Theme.sp2) : Math.max(Theme.low ? Theme.btnH : Theme.rowH, words.height + 2 * Theme.sp3)

    Rectangle {
        anchors.fill: parent
        radius: toggle.radius
        color: toggle.checked ? (toggle.pressed ? Theme.primaryPressed : Theme.primary) : toggle.pressed ? Theme.primarySoft : Theme.surface
        border.width: Theme.stroke
        border.color: toggle.checked ? color : Theme.primary
    }
    KIcon {
        id: glyph

        x: toggle.stacked ? (parent.width - width) / 2 : Theme.sp3
        y: toggle.stacked ? (parent.height - height - words.height) / 2 : (parent.height - height) / 2
        size: toggle.stacked ? Theme.iconS : Theme.sp6
        name: toggle.checked ? "circle-check" : toggle.icon
        color: toggle.ink
    }
    KText {
        id: words

        x: toggle.stacked ? Theme.sp1 : glyph.x + glyph.width + Theme.sp2
        y: toggle.stacked ? glyph.y + glyph.height : (parent.height - height) / 2
        width: parent.width - x - Theme.sp1
        horizontalAlignment: toggle.stacked ? Text.AlignHCenter : Text.AlignLeft
        role: toggle.stacked ? "body" : "label"
        bold: true
        text: toggle.title
        color: toggle.ink
    }
}
