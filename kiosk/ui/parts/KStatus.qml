// The sign of how something stands: an icon on a soft round ground. `tone`: success, warning, danger, primary.
import QtQuick
import ".."

Rectangle {
    id: status

    property string tone: "primary"
    property string icon: tone === "success" ? "circle-check" : tone === "danger" ? "circle-x" : tone === "warning" ? "triangle-alert" : "info"
    property int size: Theme.iconResult

    width: size
    height: size
    radius: size / 2
    color: Theme.soft(tone)

    KIcon {
        anchors.centerIn: parent
        size: status.size * 0.6
        name: status.icon
        color: Theme.tone(status.tone)
    }
}
