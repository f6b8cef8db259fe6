// The terminal cannot serve: what failed, what works elsewhere. Goes away by itself.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    help: false
    corner: true
    speech: root.screen.happened + ". " + root.screen.elsewhere
    calmIcon: "power-off"

    KEnding {
        anchors.fill: parent
        tone: "warning"
        icon: "power-off"
        outcome: root.screen.happened
        detail: Words.tr("It comes back by itself")
        code: root.screen.code

        KPoints {
            points: [
                {
                    "icon": "map-pin",
                    "text": root.screen.elsewhere,
                    "bold": true
                }
            ]
        }
    }
}
