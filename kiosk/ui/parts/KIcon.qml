// A line icon of assets/icons in a theme colour. Always stands beside a word.
import QtQuick
import ".."

Image {
    property string name
    property int size: Theme.iconS
    property color color: Theme.text

    width: size
    height: size
    sourceSize.width: size
    sourceSize.height: size
    source: name === "" ? "" : "image://icon/" + name + "/" + color.toString().slice(1)
    Accessible.ignored: true
}
