// How much is to be paid, and who gets it.
import QtQuick
import ".."

Column {
    id: payable

    property real amount: 0
    property string payee
    property int align: Text.AlignHCenter
    readonly property bool tight: Theme.low || Theme.elder

    KText {
        width: parent.width
        horizontalAlignment: payable.align
        role: !payable.tight ? "display" : Theme.elder && payable.width < Theme.column ? "title" : "h1"
        color: Theme.money
        text: Words.yuan(payable.amount)
    }
    KText {
        visible: payable.payee !== ""
        width: parent.width
        horizontalAlignment: payable.align
        color: Theme.textMuted
        text: Words.tr("To {payee}", {
            "payee": payable.payee
        })
    }
}
