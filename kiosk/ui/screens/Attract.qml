// Nobody is here: what the terminal does, what to have ready, and that one may begin. Always in two languages.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var services: root.screen.services.filter(each => each.enabled).slice(0, 3)
    readonly property int cell: (Theme.column - Theme.gap) / 2

    readonly property color ink: Theme.hc ? Theme.primary : Theme.primaryInk

    function both(here: string, other: string): string {
        return here + "  " + other;
    }

    help: false
    speech: Words.tr("Touch to start")
    notice: root.screen.notice ?? ""

    KTap {
        id: start

        objectName: "start"
        x: -Theme.margin
        width: Theme.width
        height: parent.height + (Theme.low ? Theme.sp2 : Theme.sp4)
        speak: Words.tr("Touch to start")
        onTapped: root.answered("start", "")

        Rectangle {
            id: hero

            width: parent.width
            height: ready.y - (Theme.low ? Theme.sp3 : Theme.sp5)
            // A whole wall of yellow would dazzle: in high contrast only its outline.
            color: Theme.hc ? Theme.surface : start.pressed ? Theme.primaryPressed : Theme.primary
            border.width: Theme.hc ? Theme.strokeOn : 0
            border.color: Theme.primary

            Column {
                anchors.centerIn: parent
                anchors.verticalCenterOffset: Theme.low ? 0 : Theme.sp3
                width: Theme.column
                spacing: Theme.low ? Theme.sp2 : Theme.sp6

                KIcon {
                    id: finger

                    anchors.horizontalCenter: parent.horizontalCenter
                    size: Theme.low ? Theme.iconL : Theme.iconResult
                    name: "pointer"
                    color: root.ink

                    // Rings that spread from the fingertip.
                    Repeater {
                        model: Theme.hc || Theme.low ? 0 : 3

                        Rectangle {
                            required property int index

                            width: (index + 1) * Theme.sp7 + Theme.sp5
                            height: width
                            x: finger.width * 0.4 - width / 2
                            y: -height / 2 + Theme.sp2
                            radius: width / 2
                            color: Theme.clear
                            border.width: Theme.hair
                            border.color: root.ink
                            opacity: 0.5 - 0.15 * index
                        }
                    }
                }
                Column {
                    width: parent.width
                    spacing: Theme.sp1

                    KText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        role: "display"
                        text: Words.tr("Touch to start")
                        color: root.ink
                    }
                    KText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        role: "title"
                        bold: false
                        text: Words.tr("Touch to start", {}, true)
                        color: root.ink
                    }
                }
                KText {
                    visible: !Theme.low && !Theme.elder
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: Words.tr("Or simply lay your card on the reader") + "\n" + Words.tr("Or simply lay your card on the reader", {}, true)
                    color: root.ink
                }
            }
        }
        Column {
            id: ready

            x: Theme.margin
            y: parent.height - height - (Theme.low ? Theme.sp3 : Theme.sp5)
            width: Theme.column
            spacing: Theme.low ? Theme.sp2 : Theme.sp3

            KSection {
                visible: root.services.length > 0 && !Theme.low
                text: root.both(Words.tr("You can do this here"), Words.tr("You can do this here", {}, true))
            }
            Row {
                visible: !Theme.low
                spacing: Theme.gap

                Repeater {
                    model: root.services.length

                    KWay {
                        required property int index
                        readonly property string service: root.services[index].name

                        width: (Theme.column - (root.services.length - 1) * Theme.gap) / root.services.length
                        height: Math.max(Theme.rowH, needed)
                        icon: Theme.serviceIcon(service)
                        text: Words.service(service)
                        also: Words.service(service, true)
                    }
                }
            }
            KSection {
                text: root.both(Words.tr("Have one of these ready"), Words.tr("Have one of these ready", {}, true))
                topPadding: Theme.low ? 0 : Theme.sp2
            }
            KWays {
                width: parent.width
                ways: root.screen.carriers.map(carrier => ({
                            "carrier": carrier,
                            "enabled": true
                        }))
                also: true
            }
        }
    }
}
