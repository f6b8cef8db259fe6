// What would you like to do? What works comes first and large; below it the card that starts by itself, and what is
// done elsewhere.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var on: root.screen.tiles.filter(tile => tile.enabled).slice(0, Theme.elder ? 4 : undefined) // big letters: four choices
    readonly property var off: root.screen.tiles.filter(tile => !tile.enabled)
    readonly property bool idle: on.length === 0
    readonly property int space: Theme.low ? Theme.sp2 : Theme.gap
    readonly property int rows: Math.max(1, Math.ceil(on.length / 2))
    readonly property real below: others.visible ? others.height + space : 0

    title: idle ? Words.tr("Please use the service window for these") : Words.tr("What would you like to do?")
    speech: title + " " + (idle ? off : on).map(tile => Words.service(tile.name)).join(", ")
    notice: root.screen.notice ?? ""
    help: false
    corner: true
    barItem: KModes {
        onChosen: choice => root.answered(choice, "")
    }

    KTiles {
        id: working

        width: parent.width
        spacing: root.space
        tiles: root.on
        room: (root.heightLeft - root.below - (root.rows - 1) * root.space) / root.rows
        first: true
        onChosen: name => root.answered(name, "")
    }
    KHint {
        id: lay

        visible: !root.idle && root.screen.cards && !Theme.low && room >= needed
        y: working.height + root.space
        room: root.heightLeft - root.below - y
        spot: "reader"
        icon: "nfc"
        text: Words.tr("Or simply lay your card on the reader")
    }
    KElsewhere {
        id: others

        visible: root.off.length > 0
        y: root.idle ? 0 : lay.visible ? lay.y + lay.height + root.space : working.height + root.space
        services: root.off
        why: !(root.notice !== "" && (Theme.elder || Theme.low)) // the notice has said it, and large letters need the room
        heading: root.idle ? "" : shared !== "" ? shared : Words.tr("Please use the service window for these")
    }
}
