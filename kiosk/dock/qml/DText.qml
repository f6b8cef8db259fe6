// A text of the dock.
import QtQuick
import "."

Text {
    property bool bold: false

    color: Look.text
    font.pixelSize: Look.body
    font.bold: bold
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
