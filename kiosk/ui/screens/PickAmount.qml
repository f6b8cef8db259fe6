// How much to put on the prepaid card: what is on it now, amounts to touch, another one, or all of it back.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool off: (screen.reason ?? "") !== ""
    // Big letters: four choices.
    readonly property var offers: off ? [] : screen.offers.slice(0, Theme.elder ? 3 : undefined)
    readonly property int cells: offers.length + (screen.other && !off ? 1 : 0)

    title: off ? Words.tr("Patient card") : Words.tr("How much would you like to top up?")
    notice: screen.reason ?? ""
    speech: [title, balance.speak, notice].join(". ")
    calmIcon: "wallet-cards"
    journey: "pay"
    step: 1
    back: true

    Column {
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.sp4

        KSum {
            id: balance

            label: Words.tr("Balance on your card")
            amount: root.screen.balance
        }
        Grid {
            id: tiles

            readonly property int room: root.heightLeft - balance.height - out.height - 2 * parent.spacing
            readonly property int lines: Math.ceil(root.cells / columns)

            visible: root.cells > 0
            width: parent.width
            columns: 2
            spacing: Theme.low ? Theme.touchGap : Theme.gap

            Repeater {
                model: root.cells

                KTile {
                    required property int index
                    readonly property bool other: index >= root.offers.length
                    readonly property real fen: other ? 0 : root.offers[index]

                    objectName: other ? "other" : "amount-" + fen
                    width: (tiles.width - tiles.spacing) / 2
                    height: Math.max(needed, Math.min(Theme.tileFlat, (tiles.room - (tiles.lines - 1) * tiles.spacing) / tiles.lines))
                    flat: true
                    icon: other ? "wallet-cards" : "receipt-japanese-yen"
                    title: other ? Words.tr("Another amount") : Words.yuan(fen)
                    onTapped: root.answered(other ? "other" : "amount", other ? "" : String(fen))
                }
            }
        }
        KButton {
            id: out

            name: "close-out"
            visible: root.screen.close_out
            width: parent.width
            icon: "history"
            text: Words.tr("Get the balance back")
            onTapped: root.answered("close-out", "")
        }
    }
}
