// What the patient pays now, in large figures, with the sums it comes from; for the insured, a way to see them explained.
import QtQuick
import ".."

Rectangle {
    id: due

    property var split: ({})
    readonly property string speak: Words.tr("You pay now") + ", " + Words.yuan(split.own)
    readonly property int pad: Theme.low ? Theme.sp2 : Theme.sp4

    signal tapped

    width: parent ? parent.width : Theme.column
    height: list.height + 2 * pad
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.divider

    Column {
        id: list

        x: Theme.sp4
        y: due.pad
        width: parent.width - 2 * Theme.sp4
        spacing: Theme.low ? Theme.sp1 : Theme.sp2

        Item {
            width: parent.width
            height: Math.max(words.height, explain.visible ? explain.height : 0)

            Column {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (explain.visible ? explain.width + Theme.sp2 : 0)

                KText {
                    width: parent.width
                    role: Theme.elder ? "caption" : "body"
                    color: Theme.textMuted
                    text: Words.tr("You pay now")
                }
                KText {
                    width: parent.width
                    role: Theme.low || Theme.elder ? "h1" : "display"
                    color: Theme.money
                    text: Words.yuan(due.split.own)
                }
            }
            KButton {
                id: explain

                name: "split"
                visible: due.split.insured
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                compact: true
                text: Words.tr("Explain")
                onTapped: due.tapped()
            }
        }
        KText {
            visible: due.split.insured && !(Theme.low && Theme.elder)
            width: parent.width
            role: "caption"
            color: Theme.textMuted
            text: [Words.tr("Total {amount}", {
                    "amount": Words.yuan(due.split.total)
                }), Words.tr("insurance {amount}", {
                    "amount": Words.yuan(due.split.fund)
                }), Words.tr("account {amount}", {
                    "amount": Words.yuan(due.split.account)
                })].join(" · ")
        }
    }
}
