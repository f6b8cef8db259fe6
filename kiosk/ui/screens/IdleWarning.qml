// Are you still there? Lies over another screen.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    bare: true
    veil: true
    help: false
    title: dialog.title
    speech: dialog.title + " " + dialog.text
    back: true
    backChoice: "leave"

    KDialog {
        id: dialog

        title: Words.tr("Are you still there?")
        text: Words.tr("This visit will end by itself, and your details will be cleared")
        icon: ""
        // Any touch says that somebody is there.
        onTappedBeside: root.answered("keep-going", "")
        sign: KCountdown {
            size: Math.max(Theme.ring, Theme.iconXl)
            seconds: root.screen.seconds
        }

        KButton {
            name: "keep-going"
            width: parent.width
            kind: "primary"
            text: Words.tr("Keep going")
            onTapped: root.answered("keep-going", "")
        }
        KButton {
            name: "leave-now"
            width: parent.width
            text: Words.tr("Exit")
            onTapped: root.answered("leave", "")
        }
    }
}
