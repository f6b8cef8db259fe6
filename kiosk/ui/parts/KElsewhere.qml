// What people may look for and do not find at this terminal, and where it is: to be read, not tapped.
// `services`: [{name, enabled, reason}].
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Rectangle {
    id: card

    property var services: []
    property string heading
    property bool why: true // say the reason under each
    readonly property bool brief: Theme.low && Theme.elder // little room: the words alone
    readonly property int pad: Theme.low ? Theme.sp3 : Theme.sp4
    readonly property int cell: (width - 2 * pad - Theme.gap) / 2
    // The same reason for all of them is said once, in the heading.
    readonly property string shared: services.length > 0 && services.every(service => service.reason === services[0].reason) ? services[0].reason ?? "" : ""

    width: parent ? parent.width : Theme.column
    height: list.height + 2 * pad
    radius: Theme.rL
    color: Theme.surfaceAlt
    border.width: Theme.hc ? Theme.stroke : 0
    border.color: Theme.divider

    Column {
        id: list

        x: card.pad
        y: card.pad
        width: parent.width - 2 * card.pad
        spacing: Theme.low ? Theme.sp2 : Theme.sp3

        Row {
            visible: card.heading !== ""
            spacing: Theme.sp2

            KIcon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                name: "landmark"
                color: Theme.textMuted
            }
            KText {
                width: list.width - sign.width - Theme.sp2
                bold: true
                text: card.heading
            }
        }
        Flow {
            width: parent.width
            spacing: card.brief ? Theme.sp4 : Theme.low ? Theme.sp2 : Theme.gap

            Repeater {
                model: card.services.length

                Row {
                    id: line

                    required property int index
                    // Between two screens of the same class there may be a place without a service.
                    readonly property var service: card.services[index] ?? ({"name": "", "reason": ""})

                    spacing: Theme.sp2

                    KIcon {
                        visible: !card.brief
                        anchors.verticalCenter: parent.verticalCenter
                        name: Theme.serviceIcon(line.service.name)
                        color: Theme.textMuted
                    }
                    Column {
                        // Where there is little room: as wide as its words, whatever they were before.
                        TextMetrics {
                            id: metrics

                            font: word.font
                            text: word.text
                        }
                        KText {
                            id: word

                            width: card.brief ? Math.ceil(metrics.advanceWidth) + Theme.hair : card.cell - Theme.iconS - line.spacing
                            color: Theme.textMuted
                            text: Words.service(line.service.name)
                        }
                        KText {
                            visible: text !== "" && card.why && !card.brief
                            width: card.cell - Theme.iconS - line.spacing
                            role: "caption"
                            color: Theme.textMuted
                            text: card.shared === "" ? line.service.reason ?? "" : ""
                        }
                    }
                }
            }
        }
    }
}
