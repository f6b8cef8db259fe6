// One invented patient as the card they carry. A touch lays it on the reader, another takes it off.
import QtQuick
import Dock
import "."

Rectangle {
    id: card

    property var person
    readonly property bool here: Counter.state.situation.on_reader === person.role
    readonly property color band: Look.carrierColour(person.carrier)

    width: parent ? parent.width : 0
    height: column.height + 20
    radius: Look.radius
    color: here ? Look.primarySoft : area.containsMouse ? Look.soft : Look.surface
    border.width: here ? 3 : 1
    border.color: here ? Look.primary : Look.line

    Rectangle {
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        width: 40
        height: 40
        radius: 8
        color: card.band

        DIcon {
            anchors.centerIn: parent
            size: 24
            name: Look.carrierIcon(card.person.carrier)
            color: Look.ink
        }
    }
    Column {
        id: column

        x: 62
        y: 10
        width: parent.width - x - 12
        spacing: 2

        Item {
            width: parent.width
            height: name.height

            DText {
                id: name

                bold: true
                font.pixelSize: Look.big
                text: card.person.name
            }
            DText {
                anchors.right: parent.right
                anchors.baseline: name.baseline
                visible: card.person.unpaid > 0
                bold: true
                color: Look.money
                text: Counter.yuan(card.person.unpaid)
            }
        }
        DText {
            width: parent.width
            font.pixelSize: 13
            color: Look.muted
            text: card.person.story
        }
        DText {
            width: parent.width
            font.pixelSize: Look.small
            bold: true
            color: card.here ? Look.primary : card.band
            text: card.here ? Look.tr("On the reader. Touch to take it off.") : Look.carrier(card.person.carrier)
        }
    }
    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: Counter.do(card.here ? "take_card" : "put_card " + card.person.role)
    }
}
