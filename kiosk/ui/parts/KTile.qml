// A big choice: icon, title, a hint. One on a screen may be `primary`. When it is off, `reason` stands in its place.
import QtQuick
import ".."

KTap {
    id: tile

    property string icon
    property string title
    property string hint
    property string reason
    property bool primary: false
    property bool flat: false // one line: icon beside the title, no hint
    property bool mute: false // the reason is said elsewhere
    readonly property string small: enabled ? hint : reason
    readonly property color ink: !enabled ? Theme.disabledText : primary ? Theme.primaryInk : Theme.text

    radius: Theme.rL
    speak: enabled ? title + (hint === "" ? "" : ", " + hint) : title + ", " + reason
    // What the words need; a tile of its own is at least Theme.tileMinH high.
    readonly property int needed: flat ? Math.max(Theme.low ? Theme.chipH : Theme.rowH, words.height + 2 * (Theme.low ? Theme.sp2 : Theme.sp3)) : words.height + glyph.height + Theme.sp3 + 2 * Theme.sp4

    implicitHeight: flat ? needed : Math.max(Theme.tileMinH, needed)

    Rectangle {
        anchors.fill: parent
        radius: tile.radius
        color: !tile.enabled ? Theme.disabledBg : tile.primary ? (tile.pressed ? Theme.primaryPressed : Theme.primary) : tile.pressed ? Theme.primarySoft : Theme.surface
        border.width: Theme.stroke
        border.color: !tile.enabled ? Theme.divider : tile.primary ? color : tile.pressed ? Theme.primary : Theme.border
    }
    KIcon {
        id: glyph

        x: Theme.sp4
        y: tile.flat ? (parent.height - height) / 2 : Theme.sp4
        size: Theme.iconM
        name: tile.icon
        color: !tile.enabled ? Theme.disabledText : tile.primary ? Theme.primaryInk : Theme.primary
    }
    Column {
        id: words

        x: tile.flat ? glyph.x + glyph.width + Theme.sp3 : Theme.sp4
        y: tile.flat ? (parent.height - height) / 2 : parent.height - height - Theme.sp4
        width: parent.width - x - Theme.sp3
        spacing: Theme.sp1

        KText {
            width: parent.width
            role: Theme.low && tile.flat ? "label" : "title"
            text: tile.title
            color: tile.ink
        }
        KText {
            // A reason is never hidden; a hint is, where letters are big.
            visible: text !== "" && (tile.enabled ? !Theme.elder && !tile.flat : !tile.mute)
            width: parent.width
            role: "caption"
            text: tile.small
            color: !tile.enabled ? Theme.disabledText : tile.primary ? Theme.primaryInk : Theme.textMuted
        }
    }
}
