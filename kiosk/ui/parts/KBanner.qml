// A strip under the header: what does not work just now, and what still does.
import QtQuick
import ".."

Rectangle {
    id: banner

    property string text
    property string tone: "warning"

    height: row.height + Theme.sp3
    color: Theme.soft(tone)

    Row {
        id: row

        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.sp2

        KIcon {
            anchors.verticalCenter: parent.verticalCenter
            name: banner.tone === "success" ? "circle-check" : banner.tone === "primary" ? "info" : "triangle-alert"
            color: Theme.tone(banner.tone)
        }
        KText {
            anchors.verticalCenter: parent.verticalCenter
            width: banner.width - 2 * Theme.margin - Theme.iconS - Theme.sp2
            text: banner.text
            color: Theme.tone(banner.tone)
        }
    }
}
