// The receipt printer: what can happen to it, and the last slip that came out.
import QtQuick
import Dock
import "."

DPanel {
    id: printer

    readonly property var now: Counter.state.situation

    signal enlarge

    icon: "printer"
    title: Look.tr("The printer")

    Row {
        width: parent.width
        spacing: Look.pad

        Rectangle {
            id: frame

            width: 132
            height: Math.max(132, switches.height)
            radius: Look.radius
            color: Look.off
            clip: true

            Image {
                id: slip

                visible: Counter.slip !== ""
                width: parent.width
                fillMode: Image.PreserveAspectFit
                source: Counter.slip
                sourceSize.width: 264
                mipmap: true
            }
            DText {
                visible: !slip.visible
                anchors.fill: parent
                anchors.margins: 10
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                color: Look.offInk
                text: Look.tr("The last slip appears here")
            }
            MouseArea {
                anchors.fill: parent
                enabled: slip.visible
                cursorShape: Qt.PointingHandCursor
                onClicked: printer.enlarge()
            }
        }
        Flow {
            id: switches

            width: parent.width - frame.width - parent.spacing
            spacing: 8

            DSwitch {
                text: Look.tr("Paper is out")
                on: printer.now.paper === "out"
                onLine: "pull_paper"
                offLine: "refill"
            }
            DSwitch {
                text: Look.tr("Paper is low")
                on: printer.now.paper === "low"
                onLine: "paper_low"
                offLine: "refill"
            }
            DSwitch {
                text: Look.tr("Jammed")
                on: printer.now.jammed
                onLine: "jam"
                offLine: "clear_jam"
            }
            DSwitch {
                text: Look.tr("Cover is open")
                on: printer.now.cover_open
                onLine: "open_cover"
                offLine: "close_cover"
            }
            DSwitch {
                text: Look.tr("Printer is slow")
                on: printer.now.printer_slow
                onLine: "slow_printer 4"
                offLine: "slow_printer 0"
            }
            DSwitch {
                text: Look.tr("Printer unplugged")
                on: !printer.now.printer
                onLine: "unplug"
                offLine: "plug"
            }
        }
    }
}
