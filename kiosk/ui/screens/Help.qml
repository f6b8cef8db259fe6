import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    title: Words.tr("How can we help?")
    back: true
    help: false

    KButton {
        name: "call"
        width: parent.width
        kind: "primary"
        text: Words.tr("Call staff")
        onTapped: root.answered("call", "")
    }
}
