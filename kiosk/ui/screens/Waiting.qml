// Something is being done: nothing for a second, then what, then how long it usually takes, then a way out.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    property int passed: 0 // whole seconds of this wait
    property string verb: screen.verb
    readonly property bool speaks: passed >= 1 || !!screen.detail
    readonly property bool slow: passed >= 4
    readonly property bool offers: screen.can_cancel && passed >= 15

    speech: speaks ? [screen.verb, screen.detail ?? ""].join(". ") : " "
    calmIcon: "clock"
    back: offers
    backText: Words.tr("Cancel")
    backChoice: "cancel"
    help: offers

    // Another wait right after this one: it is not silent again, and has its own time.
    onVerbChanged: passed = Math.min(passed, 1)

    Timer {
        interval: Theme.second
        repeat: true
        running: root.passed < 15
        onTriggered: root.passed += 1
    }
    Column {
        visible: root.speaks
        y: Theme.low ? 0 : (parent.height - height) * 0.35
        width: parent.width
        spacing: Theme.sp4

        KSpinner {
            anchors.horizontalCenter: parent.horizontalCenter
        }
        KText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: "h1"
            text: root.screen.verb
        }
        KText {
            visible: text !== ""
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            role: "title"
            bold: false
            text: root.screen.detail ?? ""
        }
        KText {
            opacity: root.slow ? 1 : 0
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.textMuted
            text: Words.tr("Usually takes {n} seconds", {
                "n": root.screen.usual_s
            })
        }
    }
}
