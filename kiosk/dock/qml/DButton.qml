// Has a verb done. `strong`: what one probably wants to do now.
import QtQuick
import Dock
import "."

Rectangle {
    id: button

    property string icon
    property string text
    property string line
    property bool strong: false
    readonly property color front: !enabled ? Look.offInk : strong ? Look.ink : Look.primary

    readonly property int beside: 28 + (icon === "" ? 0 : 28)

    signal tapped

    implicitWidth: Math.ceil(metrics.advanceWidth) + 2 + beside
    implicitHeight: Math.max(Look.button, words.implicitHeight + 16)
    radius: Look.radius
    color: !enabled ? Look.off : strong ? (area.pressed ? Look.pressed : Look.primary) : area.containsMouse ? Look.primarySoft : Look.surface
    border.color: !enabled ? Look.line : Look.primary

    TextMetrics {
        id: metrics

        text: button.text
        font: words.font
    }
    Row {
        anchors.centerIn: parent
        spacing: 8

        DIcon {
            visible: button.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            color: button.front
        }
        DText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            text: button.text
            bold: button.strong
            color: button.front
            width: Math.min(Math.ceil(metrics.advanceWidth) + 2, button.width - button.beside)
        }
    }
    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: {
            button.tapped();
            if (button.line !== "")
                Counter.do(button.line);
        }
    }
}
