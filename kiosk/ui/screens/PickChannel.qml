// How would you like to pay? What it costs stands above; showing a payment code to the scanner is enough.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var split: screen.split
    readonly property var up: screen.channels.filter(channel => channel.enabled && !isOwn(channel))
    readonly property var down: screen.channels.filter(channel => !channel.enabled && !isOwn(channel)).map(channel => channel.name)
    readonly property var own: screen.channels.filter(isOwn) // the card, and paying later

    function isOwn(channel: var): bool {
        return (channel.balance ?? -1) >= 0;
    }

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

            visible: root.up.length > 0

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
                    bare: Theme.elder && (Theme.low || root.notice !== "" || mine.visible)
                    onTapped: root.answered("channel", name)
                }
            }
        }
        Column {
            id: mine

            visible: root.own.length > 0
            width: parent.width
            spacing: Theme.touchGap

            Repeater {
                model: root.own.length

                KListRow {
                    required property int index
                    readonly property var way: root.own[index] ?? ({})

                    objectName: "channel-" + way.name
                    enabled: way.enabled ?? false
                    big: !Theme.low && !Theme.elder
                    icon: Theme.channelIcon(way.name ?? "")
                    title: Words.channel(way.name ?? "")
                    detail: way.name === "prepaid" || Theme.elder ? "" : Words.tr("See the doctor first, pay afterwards")
                    reason: way.reason ?? ""
                    value: way.name === "prepaid" ? Words.yuan(way.balance ?? 0) : Words.tr("up to {amount}", {
                        "amount": Words.yuan(way.balance ?? 0)
                    })
                    onTapped: root.answered("channel", way.name)
                }
            }
        }
        KScanPanel {
            id: scan

            objectName: "scan"
            // With big letters there may be no room left: a code that is shown to the scanner is read all the same.
            visible: root.screen.scan && (!mine.visible || room >= implicitHeight)
            room: root.heightLeft - due.height - parent.spacing - (tiles.visible ? tiles.height + parent.spacing : 0) - (mine.visible ? mine.height + parent.spacing : 0)
            text: Words.tr("Or hold your payment code in front of the scanner")
            onTapped: root.answered("scan", "")
        }
    }
}
