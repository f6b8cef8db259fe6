// How would you like to pay? What it costs stands above; showing a payment code to the scanner is enough.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var split: screen.split
    readonly property var up: screen.channels.filter(channel => channel.enabled)
    readonly property var down: screen.channels.filter(channel => !channel.enabled).map(channel => channel.name)

    title: Words.tr("Choose how to pay")
    notice: screen.problem ? screen.problem : down.length > 0 ? Words.tr("Out of service now: {channels}", {
        "channels": Words.channels(down)
    }) : ""
    speech: [title, due.speak, notice, screen.scan ? scan.text : ""].join(". ")
    calmIcon: "wallet-cards"
    journey: "pay"
    step: 2
    back: true

    Column {
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        KDue {
            id: due

            split: root.split
            onTapped: root.answered("split", "")
        }
        Grid {
            id: tiles

            readonly property real tileW: (width - (columns - 1) * spacing) / columns
            readonly property real tileH: Array.from({
                "length": each.count
            }, (_, at) => each.itemAt(at)?.implicitHeight ?? 0).reduce((one, other) => Math.max(one, other), 0)

            width: parent.width
            columns: Math.min(3, Math.max(1, root.up.length))
            spacing: Theme.low ? Theme.touchGap : Theme.gap

            Repeater {
                id: each

                model: root.up.length

                KChannelTile {
                    required property int index
                    readonly property string name: root.up[index]?.name ?? ""

                    objectName: "channel-" + name
                    width: tiles.tileW
                    height: tiles.tileH
                    icon: Theme.channelIcon(name)
                    title: Words.channel(name)
                    bare: Theme.elder && (Theme.low || root.notice !== "")
                    onTapped: root.answered("channel", name)
                }
            }
        }
        KScanPanel {
            id: scan

            objectName: "scan"
            visible: root.screen.scan
            room: root.heightLeft - y
            text: Words.tr("Or hold your payment code in front of the scanner")
            onTapped: root.answered("scan", "")
        }
    }
}
