// Call staff, or change how the terminal is shown.
import QtQuick
import Kiosk
import ".."
import "../parts"

KScreen {
    id: root

    readonly property string call: root.screen.call

    // What is left for the call itself, the most wanted thing here.
    readonly property real room: heightLeft - (note.visible ? note.height + list.spacing : 0) - (heading.visible ? heading.height + list.spacing : 0) - grid.height - list.spacing

    title: Words.tr("How can we help?")
    speech: title + " " + (note.visible ? note.title + " " + note.text : "")
    back: true
    help: false
    calmIcon: "headset"

    Column {
        id: list

        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        KNote {
            id: note

            visible: root.call !== "idle"
            tone: root.call === "called" ? "success" : "warning"
            title: root.call === "called" ? Words.tr("Staff have been called") : Words.tr("The call did not get through")
            text: root.call === "called" ? Words.tr("Please wait here") : Words.tr("Please go to the service desk, or try again")
        }
        KTile {
            objectName: "call"
            visible: root.call !== "called"
            width: parent.width
            height: Math.max(needed, Math.min(Theme.tileMinH, root.room))
            hero: !Theme.low || root.room >= Theme.tileMinH
            flat: !hero
            primary: true
            icon: "headset"
            title: root.call === "failed" ? Words.tr("Call again") : Words.tr("Call staff")
            hint: Words.tr("Somebody comes to this terminal")
            onTapped: root.answered("call", "")
        }
        KSection {
            id: heading

            visible: !Theme.low
            text: Words.tr("Change how it looks")
        }
        Grid {
            id: grid

            readonly property int cell: (width - columnSpacing) / 2

            width: parent.width
            columns: 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            KToggle {
                objectName: "elder"
                width: grid.cell
                height: Math.max(implicitHeight, Theme.low ? 0 : Theme.modeH)
                icon: "a-large-small"
                title: Words.tr("Big text")
                checked: Bridge.elder
                onTapped: root.answered("session.elder", "")
            }
            KToggle {
                objectName: "contrast"
                width: grid.cell
                height: Math.max(implicitHeight, Theme.low ? 0 : Theme.modeH)
                icon: "contrast"
                title: Words.tr("Contrast")
                checked: Bridge.contrast
                onTapped: root.answered("session.contrast", "")
            }
            KToggle {
                objectName: "low"
                width: grid.cell
                height: Math.max(implicitHeight, Theme.low ? 0 : Theme.modeH)
                icon: "accessibility"
                title: Words.tr("Seated")
                checked: Bridge.low
                onTapped: root.answered("session.low", "")
            }
            KToggle {
                objectName: "other-language"
                width: grid.cell
                height: Math.max(implicitHeight, Theme.low ? 0 : Theme.modeH)
                plain: true
                icon: "languages"
                title: Words.tr("Language")
                onTapped: root.answered("session.language", "")
            }
        }
    }
}
