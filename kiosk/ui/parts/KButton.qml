// A button. `kind`: primary, outline, danger, text. When it is off, `reason` says why beneath it.
import QtQuick
import ".."

Item {
    id: button

    property string name
    property string text
    property string icon
    property bool iconLast: false // after the word, where it points on
    property string kind: "outline"
    property string reason
    property bool compact: false
    readonly property bool filled: kind === "primary" || kind === "danger"
    readonly property color ink: !enabled ? Theme.disabledText : kind === "primary" ? Theme.primaryInk : kind === "danger" ? Theme.statusInk : Theme.primary

    signal tapped

    implicitWidth: Math.max(Theme.touchMin, row.implicitWidth + 2 * Theme.sp3)
    implicitHeight: face.height + (why.visible ? why.height + Theme.sp1 : 0)

    KTap {
        id: face

        objectName: button.name
        speak: button.text
        width: parent.width
        height: Math.max(button.compact ? Theme.chipH : Theme.btnH, words.height + Theme.sp3)
        onTapped: button.tapped()

        Rectangle {
            anchors.fill: parent
            radius: Theme.rM
            color: !button.enabled ? Theme.disabledBg : button.kind === "primary" ? (face.pressed ? Theme.primaryPressed : Theme.primary) : button.kind === "danger" ? Theme.danger : face.pressed ? Theme.primarySoft : button.kind === "text" ? Theme.clear : Theme.surface
            border.width: button.kind === "text" ? 0 : Theme.stroke
            border.color: !button.enabled ? Theme.divider : button.filled ? color : Theme.primary
        }
        Row {
            id: row

            anchors.centerIn: parent
            layoutDirection: button.iconLast ? Qt.RightToLeft : Qt.LeftToRight
            spacing: Theme.sp2

            KIcon {
                visible: button.icon !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: button.icon
                color: button.ink
            }
            KText {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                snug: true
                width: Math.min(implicitWidth, face.width - 2 * Theme.sp2 - (button.icon === "" ? 0 : Theme.iconS + Theme.sp2))
                horizontalAlignment: Text.AlignHCenter
                role: "label"
                text: button.text
                color: button.ink
            }
        }
    }
    KText {
        id: why

        visible: !button.enabled && button.reason !== ""
        anchors.top: face.bottom
        anchors.topMargin: Theme.sp1
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        role: "caption"
        color: Theme.textMuted
        text: button.reason
    }
}
