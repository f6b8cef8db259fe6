// One part of a sum: a colour, words, and the amount at the right; under the words where both do not fit.
import QtQuick
import ".."

Item {
    id: line

    property bool swatch: false
    property color swatchColor: Theme.primary
    property string label
    property string hint
    property string amount
    property bool main: false // what the patient pays: in large figures
    readonly property int indent: swatch ? Theme.sp3 + Theme.sp2 : 0
    readonly property bool beside: indent + Math.max(words.implicitWidth, Theme.column / 3) + figure.implicitWidth + Theme.sp3 <= width

    width: parent ? parent.width : Theme.column
    height: beside ? Math.max(told.height, figure.height) : told.height + figure.height

    Rectangle {
        visible: line.swatch
        y: told.y + (words.height - height) / 2
        width: Theme.sp3
        height: width
        radius: Theme.rS / 2
        color: line.swatchColor
    }
    Column {
        id: told

        x: line.indent
        y: line.beside ? (line.height - height) / 2 : 0
        width: parent.width - x - (line.beside ? figure.width + Theme.sp3 : 0)

        KText {
            id: words

            width: parent.width
            role: line.main ? "label" : "body"
            text: line.label
        }
        KText {
            visible: text !== ""
            width: parent.width
            role: "caption"
            color: Theme.textMuted
            text: line.hint
        }
    }
    KText {
        id: figure

        x: parent.width - width
        y: line.beside ? (line.height - height) / 2 : told.height
        role: !line.main ? "label" : Theme.low || Theme.elder ? "h1" : "display"
        color: line.main ? Theme.money : Theme.text
        text: line.amount
    }
}
