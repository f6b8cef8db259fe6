// Something a technician should know: how bad, what, since when, and what may be done. Nothing to tap.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Rectangle {
    id: finding

    property string tone: "primary"
    property string title
    property string value
    property bool isMoney: false
    property var lines: []

    width: parent ? parent.width : Theme.column
    height: Math.max(sign.height, words.height) + 2 * Theme.sp3
    radius: Theme.rL
    color: Theme.surface
    border.width: Theme.stroke
    border.color: finding.tone === "success" ? Theme.divider : Theme.tone(finding.tone)

    KStatus {
        id: sign

        visible: !(Theme.low && Theme.elder)
        x: Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.iconM
        tone: finding.tone
    }
    Column {
        id: words

        x: (sign.visible ? sign.x + sign.width : 0) + Theme.sp3
        width: parent.width - x - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.sp1

        Flow {
            id: head

            readonly property bool fits: title.implicitWidth + value.implicitWidth + Theme.sp3 <= width

            width: parent.width

            KText {
                id: title

                width: head.fits ? head.width - value.width : head.width
                bold: true
                text: finding.title
            }
            KText {
                id: value

                snug: true
                width: head.fits ? implicitWidth : head.width
                bold: true
                color: finding.isMoney ? Theme.money : finding.tone === "success" ? Theme.success : Theme.tone(finding.tone)
                text: finding.value
            }
        }
        Repeater {
            model: finding.lines.length

            KText {
                required property int index

                visible: text !== ""
                width: words.width
                role: "caption"
                color: Theme.textMuted
                text: finding.lines[index] ?? ""
            }
        }
    }
}
