// Another amount, typed in whole yuan.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    property string digits
    readonly property string limits: Words.tr("From {least} to {most}", {
        "least": Words.yuan(screen.least),
        "most": Words.yuan(screen.most)
    })

    title: Words.tr("Enter an amount in yuan")
    speech: [title, limits].join(". ")
    calmIcon: "wallet-cards"
    journey: "pay"
    step: 1
    back: true
    nextText: Words.tr("Continue")
    nextOn: digits !== ""
    nextValue: digits

    Column {
        id: list

        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        Rectangle {
            id: field

            width: parent.width
            height: typed.height + hint.height + 2 * Theme.sp2
            radius: Theme.rL
            color: Theme.surface
            border.width: Theme.stroke
            border.color: root.screen.problem ? Theme.warning : Theme.border

            KText {
                id: typed

                y: Theme.sp2
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                role: Theme.low || Theme.elder ? "h1" : "display"
                color: Theme.money
                text: "¥" + root.digits
            }
            Row {
                id: hint

                anchors.horizontalCenter: parent.horizontalCenter
                anchors.top: typed.bottom
                spacing: Theme.sp1

                KIcon {
                    visible: !!root.screen.problem
                    anchors.verticalCenter: parent.verticalCenter
                    name: "triangle-alert"
                    color: Theme.warning
                }
                KText {
                    anchors.verticalCenter: parent.verticalCenter
                    role: "caption"
                    bold: !!root.screen.problem
                    color: root.screen.problem ? Theme.warning : Theme.textMuted
                    text: root.screen.problem ? root.screen.problem : root.limits
                }
            }
        }
        KKeypad {
            room: root.heightLeft - field.height - list.spacing
            onTyped: digit => {
                if (root.digits.length < 6 && (root.digits !== "" || digit !== "0"))
                    root.digits += digit;
            }
            onErased: root.digits = root.digits.slice(0, -1)
        }
    }
}
