// A group of things one can do, under one heading.
import QtQuick
import "."

Rectangle {
    id: panel

    property string icon
    property string title
    property string hint
    default property alias content: column.data

    width: parent ? parent.width : 0
    height: column.height + 2 * Look.pad
    radius: Look.radius
    color: Look.surface
    border.color: Look.line

    Column {
        id: column

        x: Look.pad
        y: Look.pad
        width: parent.width - 2 * Look.pad
        spacing: Look.gap

        Row {
            width: parent.width
            spacing: 10

            DIcon {
                name: panel.icon
                size: 24
                color: Look.primary
            }
            Column {
                width: parent.width - 34
                anchors.verticalCenter: parent.verticalCenter

                DText {
                    width: parent.width
                    bold: true
                    font.pixelSize: Look.big
                    text: panel.title
                }
                DText {
                    visible: text !== ""
                    width: parent.width
                    font.pixelSize: Look.small
                    color: Look.muted
                    text: panel.hint
                }
            }
        }
    }
}
