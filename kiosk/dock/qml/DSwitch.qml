// Something that is well or not: a touch turns it. What is not well stands out.
import QtQuick
import Dock
import "."

Rectangle {
    id: chip

    property string text
    property bool on: false
    property string onLine // done when it is off
    property string offLine // done when it is on

    width: row.width + 24
    height: Look.chip
    radius: height / 2
    color: on ? Look.warningSoft : area.containsMouse ? Look.primarySoft : Look.surface
    border.width: on ? 2 : 1
    border.color: on ? Look.warning : Look.border

    Row {
        id: row

        anchors.centerIn: parent
        spacing: 6

        DIcon {
            visible: chip.on
            anchors.verticalCenter: parent.verticalCenter
            name: "triangle-alert"
            size: 16
            color: Look.warning
        }
        DText {
            anchors.verticalCenter: parent.verticalCenter
            wrapMode: Text.NoWrap
            text: chip.text
            bold: chip.on
            color: chip.on ? Look.warning : Look.text
        }
    }
    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: Counter.do(chip.on ? chip.offLine : chip.onLine)
    }
}
