// How the terminal can be shown, and help: always at the bottom of the home screen.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import ".."

Row {
    id: modes

    readonly property var offered: [["elder", "a-large-small", Words.tr("Big text"), Bridge.elder], ["contrast", "contrast", Words.tr("Contrast"), Bridge.contrast], ["low", "accessibility", Words.tr("Seated"), Bridge.low], ["help", "headset", Words.tr("Help"), false]]

    signal chosen(string choice)

    spacing: Theme.sp2

    Repeater {
        model: modes.offered.length

        KToggle {
            required property int index
            readonly property var mode: modes.offered[index]

            objectName: mode[0]
            width: (Theme.column - (modes.offered.length - 1) * modes.spacing) / modes.offered.length
            height: implicitHeight
            stacked: true
            plain: mode[0] === "help"
            icon: mode[1]
            title: mode[2]
            checked: mode[3]
            onTapped: modes.chosen("session." + mode[0])
        }
    }
}
