// The terminal scans the payment code on the patient's phone.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    title: Words.tr("Hold your payment code in front of the scanner")
    speech: screen.problem ? screen.problem : [title, Words.yuan(screen.amount), wallets.text].join(". ")
    calmIcon: "scan-qr-code"
    journey: "pay"
    step: 2
    back: true
    backText: Words.tr("Cancel")
    backChoice: "cancel"

    Column {
        id: list

        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        KNote {
            id: note

            visible: !!root.screen.problem
            tone: "warning"
            text: root.screen.problem ?? ""
        }
        KPayable {
            id: sum

            width: parent.width
            amount: root.screen.amount
        }
        KDevicePrompt {
            id: picture

            readonly property real room: root.heightLeft - sum.height - list.spacing - (note.visible ? note.height + list.spacing : 0)

            visible: room > Theme.pictureMin
            height: Math.min(Theme.promptH, room)
            spot: "scanner"
        }
        KText {
            id: wallets

            visible: height + list.spacing <= picture.room - picture.height
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.textMuted
            text: Words.channels(root.screen.wallets)
        }
    }
}
