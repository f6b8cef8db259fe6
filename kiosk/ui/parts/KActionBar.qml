// The bottom of every screen: back on the left, on in the middle, help on the right. Same place on every screen.
import QtQuick
import ".."

Item {
    id: bar

    property string backText: Words.tr("Back")
    property string nextText
    property string nextIcon
    property bool nextOn: true
    property bool back: true
    property bool help: true
    readonly property int helpW: help ? Theme.helpW + Theme.gap : 0
    readonly property int backW: nextText === "" ? Theme.btnMinW : (Theme.column - helpW - Theme.gap - Theme.btnMinW)

    property Item item: null

    signal backTapped
    signal nextTapped
    signal helpTapped

    width: Theme.width
    onItemChanged: {
        if (!item)
            return;
        item.parent = bar;
        item.x = Theme.margin;
        item.y = Qt.binding(() => (bar.height - item.height) / 2);
    }
    height: item ? Math.max(Theme.low ? 0 : Theme.barH, item.height + 2 * Theme.sp3) : Theme.low ? Theme.btnH + 2 * Theme.sp3 : Theme.barH

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.divider
    }
    KButton {
        name: "back"
        visible: bar.back && !bar.item
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        width: bar.backW
        text: bar.backText
        onTapped: bar.backTapped()
    }
    KButton {
        name: "next"
        visible: bar.nextText !== "" && !bar.item
        x: Theme.margin + (bar.back ? bar.backW + Theme.gap : 0)
        width: Theme.width - Theme.margin - bar.helpW - x
        anchors.verticalCenter: parent.verticalCenter
        kind: "primary"
        icon: bar.nextIcon
        enabled: bar.nextOn
        text: bar.nextText
        onTapped: bar.nextTapped()
    }
    KButton {
        name: "help"
        visible: bar.help && !bar.item
        width: Theme.helpW
        x: Theme.width - Theme.margin - width
        anchors.verticalCenter: parent.verticalCenter
        text: Words.tr("Help")
        onTapped: bar.helpTapped()
    }
}
