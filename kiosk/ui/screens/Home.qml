// What would you like to do? What works comes first and large; what does not stands below with its reason.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var on: root.screen.tiles.filter(tile => tile.enabled)
    // Where letters are big, at most four choices; where there is little room, fewer of those that do not work.
    readonly property int most: Theme.elder ? (!Theme.low ? 4 : on.length > 0 ? 2 : 1) : Theme.low && on.length === 0 ? 4 : root.screen.tiles.length
    readonly property var off: root.screen.tiles.filter(tile => !tile.enabled).slice(0, Math.max(0, most - on.length))
    readonly property int space: Theme.low ? Theme.sp2 : Theme.gap
    readonly property int offH: (heightLeft - others.y - lay.height - space * Math.ceil(off.length / 2)) / Math.ceil(off.length / 2)

    title: Words.tr("What would you like to do?")
    speech: title + " " + on.map(tile => Words.service(tile.name)).join(", ")
    notice: root.screen.notice ?? ""
    help: false
    barItem: KModes {
        onChosen: choice => root.answered(choice, "")
    }

    KTiles {
        id: working

        width: parent.width
        spacing: root.space
        tiles: root.on.slice(0, Theme.elder ? 4 : undefined)
        room: Theme.low ? 0 : Theme.tileMinH
        first: true
        onChosen: name => root.answered(name, "")
    }
    KSection {
        id: heading

        visible: root.on.length > 0 && root.off.length > 0
        y: working.height + root.space
        text: others.shared !== "" ? others.shared : Words.tr("Not at this terminal yet")
    }
    KTiles {
        id: others

        y: heading.visible ? heading.y + heading.height + root.space : 0
        width: parent.width
        spacing: root.space
        tiles: root.off
        room: Math.min(root.offH, heading.visible ? Theme.modeH : Theme.tileMinH)
        mute: heading.visible && shared !== ""
    }
    KHint {
        id: lay

        visible: root.on.length > 0 && !Theme.low && others.y + others.height + root.space + height <= root.heightLeft
        anchors.bottom: parent.bottom
        icon: "nfc"
        text: Words.tr("Or simply lay your card on the reader")
    }
}
