// A line icon of assets/icons in a theme colour. Always stands beside a word.
import QtQuick
import ".."

Image {
    property string name
    property int size: Theme.iconS
    property color color: Theme.text

    width: size
    height: size
    sourceSize: Qt.size(size, size) // at once: it is drawn anew with every change
    source: name === "" ? "" : "image://icon/" + name + "/" + color.toString().slice(1)
    Accessible.ignored: true
}
