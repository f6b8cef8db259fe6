// The patient scans our code with their phone: how much, to whom, for how long.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    property bool asked: false // "I have paid" was touched just now

    title: Words.tr("Scan with {wallet}", {
        "wallet": Words.channel(screen.channel)
    })
    speech: [title, Words.yuan(screen.amount), screen.payee, screen.note ?? ""].join(". ")
    calmIcon: "qr-code"
    journey: "pay"
    step: 2
    back: true
    backText: Words.tr("Cancel")
    backChoice: "cancel"
    nextText: asked ? Words.tr("One moment, please") : Words.tr("I have paid")
    nextChoice: "check"
    nextOn: !asked
    onAnswered: choice => asked = choice === "check"

    // The code stays while the wallet is asked, for who has not paid yet: the button says that it was heard.
    Timer {
        interval: Theme.asking
        running: root.asked
        onTriggered: root.asked = false
    }

    // One under the other; where the screen is low, beside each other.
    KQr {
        id: picture

        x: Theme.low ? 0 : (parent.width - width) / 2
        y: Theme.low ? 0 : sum.height + Math.max(Theme.sp3, (parent.height - sum.height - height - time.height) / 4)
        code: root.screen.code
    }
    KPayable {
        id: sum

        x: Theme.low ? picture.width + Theme.sp3 : 0
        width: parent.width - x
        align: Theme.low ? Text.AlignLeft : Text.AlignHCenter
        amount: root.screen.amount
        payee: root.screen.payee
    }
    Row {
        id: time

        x: Theme.low ? sum.x : (parent.width - width) / 2
        y: Theme.low ? picture.height - height : picture.y + picture.height + Theme.sp4
        spacing: Theme.sp3

        KCountdown {
            id: ring

            anchors.verticalCenter: parent.verticalCenter
            seconds: root.screen.seconds
        }
        KText {
            anchors.verticalCenter: parent.verticalCenter
            snug: true
            width: Math.min(implicitWidth, sum.width - ring.width - Theme.sp3)
            color: root.screen.note ? Theme.warning : Theme.textMuted
            bold: !!root.screen.note
            text: root.screen.note ?? Words.tr("Pay before the time runs out")
        }
    }
}
