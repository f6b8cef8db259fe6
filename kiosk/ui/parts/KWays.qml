// The documents the terminal can read, two in a row, all of one height; an odd one at the end fills its row. `ways`: [{carrier, enabled, reason}].
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Flow {
    id: grid

    property var ways: []
    property bool also: false // names each in the other language too
    property int rowMin: 0
    readonly property int cell: (width - spacing) / 2
    readonly property int rowH: {
        let tallest = rowMin;
        for (const child of children)
            tallest = Math.max(tallest, child.needed ?? 0);
        return tallest;
    }

    spacing: Theme.gap

    Repeater {
        model: grid.ways.length

        KWay {
            required property int index
            // Between two screens of the same class there may be a place without a way.
            readonly property var way: grid.ways[index] ?? ({"carrier": "", "enabled": false})

            width: index === grid.ways.length - 1 && index % 2 === 0 ? grid.width : grid.cell
            height: grid.rowH
            icon: Theme.carrierIcon(way.carrier)
            text: Words.carrier(way.carrier)
            also: grid.also && !Theme.elder ? Words.carrier(way.carrier, true) : ""
            usable: way.enabled
            reason: way.reason ?? ""
        }
    }
}
