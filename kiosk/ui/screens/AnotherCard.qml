// Another card came in the middle of a visit: who stands here? Covers the screen whole, for the next person looks at it.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    bare: true
    help: false
    title: dialog.title
    speech: dialog.title + " " + dialog.text

    KDialog {
        id: dialog

        title: root.screen.code ? Words.tr("Another code was shown") : Words.tr("Another card was laid down")
        text: Words.tr("Are you still there? Without an answer this visit ends.")
        icon: ""
        sign: KCountdown {
            size: Math.max(Theme.ring, Theme.iconXl)
            seconds: root.screen.seconds
        }

        KButton {
            name: "keep-going"
            width: parent.width
            kind: "primary"
            text: Words.tr("I am still here: keep going")
            onTapped: root.answered("keep-going", "")
        }
        KButton {
            name: "anew"
            width: parent.width
            text: root.screen.code ? Words.tr("This is my code: start anew") : Words.tr("This is my card: start anew")
            onTapped: root.answered("anew", "")
        }
    }
}
