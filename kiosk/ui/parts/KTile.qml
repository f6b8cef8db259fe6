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
    property bool hero: false // the one thing most people come for: all of it larger, in one line
    readonly property bool level: flat || hero
    readonly property int pad: hero ? Theme.sp5 : Theme.sp4
    readonly property color ink: !enabled ? Theme.disabledText : primary ? Theme.primaryInk : Theme.text
    // What the words need; a tile of its own is at least Theme.tileMinH high.
    readonly property int needed: hero ? Math.max(sign.height, words.height) + 2 * pad : flat ? Math.max(Theme.low ? Theme.chipH : Theme.rowH, words.height + 2 * (Theme.low ? Theme.sp2 : Theme.sp3)) : words.height + sign.height + Theme.sp3 + 2 * pad

    radius: Theme.rL
    speak: enabled ? title + (hint === "" ? "" : ", " + hint) : title + ", " + reason
    implicitHeight: flat ? needed : Math.max(Theme.tileMinH, needed)

    Rectangle {
        anchors.fill: parent
        radius: tile.radius
        color: !tile.enabled ? Theme.disabledBg : tile.primary ? (tile.pressed ? Theme.primaryPressed : Theme.primary) : tile.pressed ? Theme.primarySoft : Theme.surface
        border.width: Theme.stroke
        border.color: !tile.enabled ? Theme.divider : tile.primary ? color : tile.pressed ? Theme.primary : Theme.border
    }
    Item {
        id: sign

        x: tile.pad
        y: tile.level ? (parent.height - height) / 2 : tile.pad
        width: tile.hero ? Theme.iconResult : Theme.iconM
        height: width

        Rectangle {
            visible: tile.hero
            anchors.fill: parent
            radius: width / 2
            color: Theme.primaryInk
        }
        KIcon {
            anchors.centerIn: parent
            size: tile.hero ? Theme.iconL : Theme.iconM
            name: tile.icon
            color: !tile.enabled ? Theme.disabledText : tile.hero || !tile.primary ? Theme.primary : Theme.primaryInk
        }
    }
    Column {
        id: words

        x: tile.level ? sign.x + sign.width + (tile.hero ? Theme.sp5 : Theme.sp3) : tile.pad
        y: tile.level ? (parent.height - height) / 2 : parent.height - height - tile.pad
        width: (tile.hero ? arrow.x : parent.width) - x - Theme.sp3
        spacing: Theme.sp1

        KText {
            width: parent.width
            role: tile.hero ? "h1" : Theme.low && tile.flat ? "label" : "title"
            bold: true
            text: tile.title
            color: tile.ink
        }
        KText {
            // A reason is never hidden; a hint is, where letters are big.
            visible: text !== "" && (!tile.enabled || !Theme.elder && !tile.flat)
            width: parent.width
            role: tile.hero ? "body" : "caption"
            text: tile.enabled ? tile.hint : tile.reason
            color: !tile.enabled ? Theme.disabledText : tile.primary ? Theme.primaryInk : Theme.textMuted
        }
    }
    KIcon {
        id: arrow

        visible: tile.hero
        x: parent.width - width - tile.pad
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.iconM
        name: "chevron-right"
        color: tile.ink
    }
}
