// A row of a list; the whole of it is the target. `check`: "" none, "on", "off". `value` stands at the right.
import QtQuick
import ".."

KTap {
    id: row

    property string icon
    property string check
    property string title
    property string detail
    property string value
    property bool isMoney: false
    property bool chevron: false
    property string reason
    readonly property string second: enabled || reason === "" ? detail : reason

    width: parent ? parent.width : Theme.column
    implicitHeight: Math.max(Theme.rowH, words.height + 2 * Theme.sp2)
    checked: check === "on"
    accessibleRole: check === "" ? Accessible.Button : Accessible.CheckBox
    speak: [title, second, value].filter(each => each !== "").join(", ")

    Rectangle {
        anchors.fill: parent
        radius: Theme.rM
        color: !row.enabled ? Theme.disabledBg : row.pressed ? Theme.primarySoft : Theme.surface
        border.width: row.check === "on" ? Theme.strokeOn : Theme.stroke
        border.color: !row.enabled ? Theme.divider : row.check === "on" || row.pressed ? Theme.primary : Theme.border
    }
    KCheck {
        id: box

        visible: row.check !== ""
        x: Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        on: row.check === "on"
        enabled: row.enabled
    }
    KIcon {
        id: glyph

        visible: row.icon !== "" && row.check === ""
        x: Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.sp6
        name: row.icon
        color: row.enabled ? Theme.primary : Theme.disabledText
    }
    Column {
        id: words

        x: Theme.sp3 + (row.check !== "" || row.icon !== "" ? Theme.sp6 + Theme.sp3 : 0)
        width: end.x - x - Theme.sp2
        anchors.verticalCenter: parent.verticalCenter

        KText {
            width: parent.width
            bold: true
            text: row.title
            color: row.enabled ? Theme.text : Theme.disabledText
        }
        KText {
            visible: text !== ""
            width: parent.width
            role: "caption"
            text: row.second
            color: row.enabled ? Theme.textMuted : Theme.disabledText
        }
    }
    Row {
        id: end

        x: parent.width - width - Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.sp1

        KText {
            anchors.verticalCenter: parent.verticalCenter
            role: row.isMoney ? "label" : "body"
            text: row.value
            color: !row.enabled ? Theme.disabledText : row.isMoney ? Theme.money : Theme.textMuted
        }
        KIcon {
            visible: row.chevron && row.enabled
            anchors.verticalCenter: parent.verticalCenter
            name: "chevron-right"
            color: Theme.primary
        }
    }
}
