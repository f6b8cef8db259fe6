// Every text on a screen. `role`: caption, body, label, title, h1, display. Wraps, with no character alone on the last
// line; is never cut short unless told to.
import QtQuick
import ".."

Text {
    property string role: "body"
    readonly property int hal: horizontalAlignment
    property bool bold: role === "title" || role === "h1" || role === "display" || role === "label"
    property bool snug: false // its width follows its words: its lines are left as they come
    property real spare: 0 // of the width, so that the lines end earlier

    // Later, when widths have come to rest. A padding: `lineLaidOut` with a new layout from there crashed (Qt 6.11).
    function settle() {
        spare = snug ? 0 : Lines.spare(text, font, width, maximumLineCount);
    }

    function unsettle() {
        if (spare > 0 || lineCount > 1)
            Qt.callLater(settle);
    }

    color: Theme.text
    font.pixelSize: Theme.size(role)
    font.bold: bold
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    leftPadding: hal === Text.AlignRight ? spare : hal === Text.AlignHCenter ? spare / 2 : 0
    rightPadding: spare - leftPadding
    onContentSizeChanged: unsettle()
    onWidthChanged: unsettle()
}
