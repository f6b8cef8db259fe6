// Where all the money is: charged = settled + refunded, or still on its way.
import QtQuick
import Dock
import "."

Rectangle {
    id: strip

    readonly property var books: Counter.state.ledger
    readonly property bool good: books.adds_up
    readonly property color front: good ? Look.success : Look.warning

    width: parent ? parent.width : 0
    height: row.height + 20
    radius: Look.radius
    color: good ? Look.successSoft : Look.warningSoft
    border.color: front

    Row {
        id: row

        x: Look.pad
        anchors.verticalCenter: parent.verticalCenter
        spacing: 10

        DIcon {
            anchors.verticalCenter: parent.verticalCenter
            size: 22
            name: strip.good ? "circle-check" : "clock"
            color: strip.front
        }
        DText {
            anchors.verticalCenter: parent.verticalCenter
            wrapMode: Text.NoWrap
            bold: true
            font.pixelSize: 15
            color: strip.front
            text: Look.tr("Charged {charged} = settled {settled} + refunded {refunded}", {
                "charged": Counter.yuan(strip.books.charged),
                "settled": Counter.yuan(strip.books.settled),
                "refunded": Counter.yuan(strip.books.refunded)
            }).replace("=", strip.good ? "=" : "≠")
        }
        DText {
            visible: !strip.good
            anchors.verticalCenter: parent.verticalCenter
            color: strip.front
            text: Look.tr("on its way")
        }
    }
}
