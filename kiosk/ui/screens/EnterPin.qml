// A technician says who they are: digits that nobody sees.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool waits: root.screen.wait_s > 0
    property string typed

    title: Words.tr("Technician's PIN")
    speech: title + " " + note.title
    calmIcon: "lock-keyhole"
    help: false
    back: true
    nextText: Words.tr("Enter")
    nextChoice: "pin"
    nextValue: typed
    nextOn: typed !== "" && !waits
    onScreenChanged: typed = ""

    Column {
        id: list

        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        Rectangle {
            id: field

            width: parent.width
            height: Theme.low ? Theme.touchMin : Theme.rowH
            radius: Theme.rM
            color: Theme.surface
            border.width: Theme.stroke
            border.color: Theme.border

            KText {
                anchors.centerIn: parent
                role: "title"
                bold: true
                text: "●".repeat(root.typed.length)
                Accessible.name: Words.tr("{n} digits", {
                    "n": root.typed.length
                })
            }
        }
        KNote {
            id: note

            visible: root.waits || root.screen.wrong > 0 && root.typed === ""
            tone: "warning"
            icon: "lock-keyhole"
            title: !visible ? "" : root.waits ? Words.tr("Nobody may try for {n} min", {
                "n": Math.ceil(root.screen.wait_s / 60).toFixed(0)
            }) : Words.tr("This is not the PIN")
        }
        KKeypad {
            enabled: !root.waits
            room: root.heightLeft - field.height - list.spacing - (note.visible ? note.height + list.spacing : 0)
            onTyped: digit => {
                if (root.typed.length < Theme.pinMost)
                    root.typed += digit;
            }
            onErased: root.typed = root.typed.slice(0, -1)
        }
    }
}
