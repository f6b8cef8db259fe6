// What the patient pays now, in large figures, with the sums it comes from; for the insured, a way to see them explained.
import QtQuick
import ".."

Rectangle {
    id: due

    property var split: ({})
    readonly property string speak: Words.tr("You pay now") + ", " + Words.yuan(split.own)
    readonly property bool funds: split.aid + split.large > 0 && !Theme.low && !Theme.elder // each fund as its own sum
    readonly property var sums: [
        {
            "text": Words.tr("Total {amount}", {
                "amount": Words.yuan(split.total)
            }),
            "shown": true
        },
        {
            "text": Words.tr("insurance {amount}", {
                "amount": Words.yuan(split.fund)
            }),
            "shown": !funds
        },
        {
            "text": Words.tr("pooled fund {amount}", {
                "amount": Words.yuan(split.pooled)
            }),
            "shown": funds
        },
        {
            "text": Words.tr("large-sum fund {amount}", {
                "amount": Words.yuan(split.large)
            }),
            "shown": funds && split.large > 0
        },
        {
            "text": Words.tr("medical aid {amount}", {
                "amount": Words.yuan(split.aid)
            }),
            "shown": funds && split.aid > 0
        },
        {
            "text": Words.tr("account {amount}", {
                "amount": Words.yuan(split.account)
            }),
            "shown": split.account > 0
        }
    ]
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
            text: Words.dotted(due.sums.filter(sum => sum.shown).map(sum => sum.text))
        }
    }
}
