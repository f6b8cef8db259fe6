// The services of the terminal as tiles, two in a row; an odd one fills its row. `tiles`: [{name, enabled, reason}].
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Flow {
    id: grid

    property var tiles: []
    property real room: Theme.tileMinH // how high each may be
    property bool first: false // the first tile is the primary one

    signal chosen(string name)

    Repeater {
        model: grid.tiles.length

        KTile {
            required property int index
            // Between two screens of the same class there may be a place without a tile.
            readonly property var tile: grid.tiles[index] ?? ({"name": "", "enabled": false})
            readonly property bool whole: grid.tiles.length % 2 === 1 && (grid.first ? index === 0 : index === grid.tiles.length - 1)

            objectName: "tile-" + tile.name
            width: whole ? grid.width : (grid.width - grid.spacing) / 2
            height: Math.max(needed, Math.min(hero ? Theme.heroH : Theme.tileMinH, grid.room))
            enabled: tile.enabled
            hero: grid.first && whole && (!Theme.low || grid.tiles.length === 1)
            flat: !hero && (Theme.low || grid.room < Theme.tileFlat || grid.tiles.length > 6)
            primary: grid.first && index === 0
            icon: Theme.serviceIcon(tile.name)
            title: Words.service(tile.name)
            hint: Words.hint(tile.name)
            reason: tile.reason ?? ""
            onTapped: grid.chosen(tile.name)
        }
    }
}
