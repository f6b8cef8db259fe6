// Every text on a screen. `role`: caption, body, label, title, h1, display. Wraps; is never cut short unless told to.
import QtQuick
import ".."

Text {
    property string role: "body"
    readonly property int hal: horizontalAlignment
    property bool bold: role === "title" || role === "h1" || role === "display" || role === "label"

    color: Theme.text
    font.pixelSize: Theme.size(role)
    font.bold: bold
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
