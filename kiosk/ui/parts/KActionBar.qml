// The bottom of every screen: back on the left, on in the middle, help on the right. Same place on every screen.
import QtQuick
import ".."

Item {
    id: bar

    property string backText: Words.tr("Back")
    property string nextText
    property string nextIcon
    property bool nextOn: true
    property string nextReason // why it is off
    property bool back: true
    property bool help: true
    readonly property real rise: why.visible ? why.height + Theme.sp1 : 0 // the buttons stand so much higher
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
    height: Math.max(Theme.low ? 0 : Theme.barH, (item ? item.height : Theme.btnH + rise) + 2 * Theme.sp3)

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
        anchors.verticalCenterOffset: -bar.rise / 2
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
        anchors.verticalCenterOffset: -bar.rise / 2
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
        anchors.verticalCenterOffset: -bar.rise / 2
        text: Words.tr("Help")
        onTapped: bar.helpTapped()
    }
    KText {
        id: why

        visible: !bar.nextOn && bar.nextReason !== "" && !bar.item
        x: Theme.margin
        y: bar.height - height - Theme.sp2
        width: Theme.column
        horizontalAlignment: Text.AlignHCenter
        role: "caption"
        color: Theme.textMuted
        text: bar.nextReason
    }
}
