// A line icon.
import QtQuick
import "."

Image {
    property string name
    property int size: 20
    property color color: Look.text

    width: size
    height: size
    sourceSize: Qt.size(size * 2, size * 2)
    source: name === "" ? "" : "image://icon/" + name + "/" + color.toString().slice(1)
}
