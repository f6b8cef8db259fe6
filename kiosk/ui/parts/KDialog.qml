// A question over a screen: everything under it rests until it is answered. Buttons are its children, stacked.
import QtQuick
import ".."

Item {
    id: dialog

    readonly property bool kModal: true
    property string title
    property string text
    property string tone: "warning"
    property string icon: "triangle-alert"
    default property alias content: buttons.data
    property alias sign: sign.data

    signal tappedBeside

    width: Theme.width
    height: Theme.height
    Accessible.role: Accessible.Dialog
    Accessible.name: title

    // Takes what would fall through to the screen beneath.
    MouseArea {
        anchors.fill: parent
        onClicked: dialog.tappedBeside()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }
    Rectangle {
        id: shade

        anchors.fill: card
        anchors.topMargin: Theme.sp2
        anchors.bottomMargin: -Theme.sp2
        radius: card.radius
        color: Theme.shade
    }
    Rectangle {
        id: card

        x: (parent.width - width) / 2
        y: Theme.low ? Theme.lowTop + Math.max(Theme.sp3, (parent.height - Theme.lowTop - height) / 2) : (parent.height - height) / 2
        width: Theme.dialogW
        height: inner.height + 2 * Theme.sp5
        radius: Theme.rL
        color: Theme.surface
        border.width: Theme.hc ? Theme.stroke : 0
        border.color: Theme.border

        Column {
            id: inner

            x: Theme.sp5
            y: Theme.sp5
            width: parent.width - 2 * Theme.sp5
            spacing: Theme.sp3

            Item {
                id: sign

                anchors.horizontalCenter: parent.horizontalCenter
                width: childrenRect.width
                height: childrenRect.height

                KIcon {
                    visible: dialog.icon !== ""
                    size: Theme.iconXl
                    name: dialog.icon
                    color: Theme.tone(dialog.tone)
                }
            }
            KText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                role: "h1"
                text: dialog.title
            }
            KText {
                visible: text !== ""
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: dialog.text
                color: Theme.textMuted
            }
            Column {
                id: buttons

                width: parent.width
                topPadding: Theme.sp2
                spacing: Theme.gap
            }
        }
    }
}
