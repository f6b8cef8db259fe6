// The dock: everything that people, phones and bad days can do to the terminal beside it.
import QtQuick
import Dock
import "."

Window {
    id: dock

    width: 840
    height: 960
    visible: false
    color: Look.bg
    title: Look.tr("The world around the terminal")

    DHead {
        id: head

        x: Look.pad
        y: Look.pad
        width: parent.width - 2 * Look.pad
        heading: dock.title
        card: Counter.state.situation.on_reader !== ""
    }
    DLedger {
        id: ledger

        x: Look.pad
        anchors.top: head.bottom
        anchors.topMargin: Look.gap
        width: parent.width - 2 * Look.pad
    }
    DAlarms {
        id: alarms

        x: Look.pad
        anchors.top: ledger.bottom
        anchors.topMargin: visible ? Look.gap : 0
        width: parent.width - 2 * Look.pad
    }
    Flickable {
        id: left

        objectName: "left"
        x: Look.pad
        anchors.top: alarms.bottom
        anchors.topMargin: Look.gap
        anchors.bottom: foot.top
        width: Math.round((parent.width - 2 * Look.pad) * 0.4)
        contentHeight: people.height + Look.gap
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: people

            width: parent.width - 10
            spacing: 8

            DText {
                bold: true
                text: Look.tr("Cards to lay on the reader")
            }
            Repeater {
                model: Counter.people

                DPerson {
                    required property var modelData

                    person: modelData
                }
            }
            DText {
                topPadding: 8
                bold: true
                text: Look.tr("Cards that go wrong")
            }
            DButton {
                width: parent.width
                text: Look.tr("A card of another hospital")
                line: "put_unknown_card"
            }
            DButton {
                width: parent.width
                text: Look.tr("A card that cannot be read")
                line: "put_unreadable_card"
            }
            DButton {
                width: parent.width
                text: Look.tr("A card pulled away too early")
                line: "pull_card_mid_read"
            }
            DButton {
                width: parent.width
                text: Look.tr("A card that is read for ever")
                line: "put_hung_card"
            }
            DButton {
                width: parent.width
                text: Look.tr("An identity card too old")
                line: "put_expired_id_card"
            }
            DButton {
                width: parent.width
                text: Look.tr("Garbage under the scanner")
                line: "scan_garbage"
            }
            Flow {
                width: parent.width
                spacing: 8

                DSwitch {
                    text: Look.tr("Scanner unplugged")
                    on: !Counter.state.situation.scanner
                    onLine: "unplug_scanner"
                    offLine: "plug_scanner"
                }
                DSwitch {
                    text: Look.tr("Reader unplugged")
                    on: !Counter.state.situation.reader
                    onLine: "unplug_reader"
                    offLine: "plug_reader"
                }
            }
        }
    }
    DScroll {
        of: left
    }
    Flickable {
        id: right

        objectName: "right"
        anchors.left: left.right
        anchors.leftMargin: Look.gap
        anchors.right: parent.right
        anchors.rightMargin: Look.pad - 10
        anchors.top: alarms.bottom
        anchors.topMargin: Look.gap
        anchors.bottom: foot.top
        contentHeight: panels.height + Look.gap
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: panels

            width: parent.width - 10
            spacing: Look.gap

            DPhone {}
            DPrinter {
                onEnlarge: big.visible = true
            }
            DCabinet {}
            DHospital {}
        }
    }
    DScroll {
        of: right
    }
    Rectangle {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: said.height + 20
        color: Counter.state.failed ? Look.warningSoft : Look.surface

        DIcon {
            x: Look.pad
            anchors.verticalCenter: parent.verticalCenter
            name: Counter.state.failed ? "triangle-alert" : Counter.state.busy ? "loader-circle" : "chevron-right"
            color: Counter.state.failed ? Look.warning : Look.muted
        }
        DText {
            id: said

            x: Look.pad + 30
            y: 10
            width: parent.width - x - Look.pad
            font.family: Counter.state.said === "" ? Qt.application.font.family : "monospace"
            color: Counter.state.failed ? Look.warning : Look.muted
            text: Counter.state.said === "" ? Look.tr("Every act is a verb that tours and tests use as well; it is written here.") : Counter.state.said
        }
    }
    Rectangle {
        id: big

        visible: false
        anchors.fill: parent
        color: Look.scrim

        Flickable {
            anchors.fill: parent
            contentHeight: Math.max(height, paper.height + 2 * Look.pad)

            Image {
                id: paper

                anchors.horizontalCenter: parent.horizontalCenter
                y: Look.pad
                width: Math.min(672, dock.width - 2 * Look.pad)
                fillMode: Image.PreserveAspectFit
                source: Counter.slip
            }
            MouseArea {
                anchors.fill: parent
                onClicked: big.visible = false
            }
        }
    }
}
