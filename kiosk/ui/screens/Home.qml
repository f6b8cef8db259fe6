// What would you like to do?
import QtQuick
import Kiosk
import ".."
import "../parts"

KScreen {
    id: root

    // Where letters are big, at most four choices, those that work first.
    readonly property var tiles: Theme.elder ? [...root.screen.tiles.filter(tile => tile.enabled), ...root.screen.tiles.filter(tile => !tile.enabled)].slice(0, 4) : root.screen.tiles
    readonly property var on: tiles.filter(tile => tile.enabled)
    readonly property bool single: on.length === 1
    readonly property var rest: single ? tiles.filter(tile => !tile.enabled) : tiles
    readonly property string first: on.length > 0 ? on[0].name : ""
    readonly property int restH: Theme.low ? Theme.rowH : Math.min(Theme.tileMinH, (root.heightLeft - grid.y - Theme.gap * Math.ceil(rest.length / 2 - 1)) / Math.ceil(rest.length / 2))

    title: Words.tr("What would you like to do?")
    speech: title + " " + on.map(tile => Words.service(tile.name)).join(", ")
    notice: root.screen.notice ?? ""
    help: false
    barItem: modes

    KTile {
        id: big

        visible: root.single
        objectName: "tile-" + root.first
        width: parent.width
        height: implicitHeight
        flat: Theme.low
        primary: true
        icon: Theme.serviceIcon(root.first)
        title: Words.service(root.first)
        hint: Words.hint(root.first)
        onTapped: root.answered(root.first, "")
    }
    KSection {
        id: heading

        visible: root.single && root.rest.length > 0 && !Theme.low
        y: big.height + Theme.sp4
        text: Words.tr("Not at this terminal yet")
    }
    Grid {
        id: grid

        readonly property int cell: (width - columnSpacing) / 2

        y: !root.single ? 0 : heading.visible ? heading.y + heading.height + Theme.sp2 : big.height + Theme.gap
        width: parent.width
        columns: 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: root.rest.length

            KTile {
                required property int index
                readonly property var tile: root.rest[index]

                objectName: "tile-" + tile.name
                width: grid.cell
                height: Math.max(implicitHeight, root.single ? 0 : root.restH)
                enabled: tile.enabled
                flat: Theme.low || root.single
                primary: tile.name === root.first
                icon: Theme.serviceIcon(tile.name)
                title: Words.service(tile.name)
                hint: Words.hint(tile.name)
                reason: tile.reason ?? ""
                onTapped: root.answered(tile.name, "")
            }
        }
    }
    Row {
        id: modes

        readonly property int cell: (Theme.column - 3 * spacing) / 4

        spacing: Theme.sp2

        KToggle {
            objectName: "elder"
            width: modes.cell
            height: implicitHeight
            stacked: true
            icon: "a-large-small"
            title: Words.tr("Big text")
            checked: Bridge.elder
            onTapped: root.answered("session.elder", "")
        }
        KToggle {
            objectName: "contrast"
            width: modes.cell
            height: implicitHeight
            stacked: true
            icon: "contrast"
            title: Words.tr("Contrast")
            checked: Bridge.contrast
            onTapped: root.answered("session.contrast", "")
        }
        KToggle {
            objectName: "low"
            width: modes.cell
            height: implicitHeight
            stacked: true
            icon: "accessibility"
            title: Words.tr("Low")
            checked: Bridge.low
            onTapped: root.answered("session.low", "")
        }
        KToggle {
            objectName: "help"
            width: modes.cell
            height: implicitHeight
            stacked: true
            plain: true
            icon: "headset"
            title: Words.tr("Help")
            onTapped: root.answered("session.help", "")
        }
    }
}
