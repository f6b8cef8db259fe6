// Nobody is here: what the terminal does, what to have ready, and that one may begin. Always in two languages.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var services: [...root.screen.services.filter(each => each.enabled), ...root.screen.services.filter(each => !each.enabled)].filter(each => each.enabled).slice(0, 3)
    readonly property int cell: (Theme.column - Theme.gap) / 2

    help: false
    title: ""
    speech: Words.tr("Touch to start")
    notice: root.screen.notice ?? ""

    KTap {
        id: start

        objectName: "start"
        x: -Theme.margin
        width: Theme.width
        height: parent.height + Theme.sp4
        speak: Words.tr("Touch to start")
        onTapped: root.answered("start", "")

        Rectangle {
            width: parent.width
            height: ready.y - Theme.sp4
            color: start.pressed ? Theme.primaryPressed : Theme.primary

            Column {
                anchors.centerIn: parent
                width: Theme.column
                spacing: Theme.sp2

                KIcon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    size: Theme.iconResult
                    name: "pointer"
                    color: Theme.primaryInk
                }
                KText {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    role: "display"
                    text: Words.tr("Touch to start")
                    color: Theme.primaryInk
                }
                KText {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    role: "title"
                    bold: false
                    text: Words.also("Touch to start")
                    color: Theme.primaryInk
                }
            }
        }
        Column {
            id: ready

            x: Theme.margin
            y: parent.height - height - Theme.sp5
            width: Theme.column
            spacing: Theme.sp3

            KSection {
                text: Words.tr("Have one of these ready") + "  " + Words.also("Have one of these ready")
            }
            Grid {
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap

                Repeater {
                    model: root.screen.carriers.length

                    KWay {
                        required property int index
                        readonly property string carrier: root.screen.carriers[index]

                        width: root.cell
                        icon: Theme.carrierIcon(carrier)
                        text: Words.carrier(carrier)
                    }
                }
            }
        }
    }
}
