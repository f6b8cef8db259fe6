// A row of a list; the whole of it is the target. `check`: "" none, "on", "off". `value` stands at the right, or under
// a title that needs the room. `titleLines` may cut a long title short where another screen shows all of it.
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
    property bool big: false // the title as large as on a tile
    property int titleLines: 99
    property string reason
    readonly property bool stacked: value !== "" && heading.implicitWidth > end.x - words.x - Theme.sp2 && end.width > width / 4
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
        border.width: row.checked ? Theme.strokeOn : Theme.stroke
        border.color: !row.enabled ? Theme.divider : row.checked || row.pressed ? Theme.primary : Theme.border
    }
    KCheck {
        visible: row.check !== ""
        x: Theme.sp3
        anchors.verticalCenter: parent.verticalCenter
        on: row.check === "on"
        enabled: row.enabled
    }
    KIcon {
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
        width: (row.stacked ? row.width - Theme.sp3 : end.x - Theme.sp2) - x
        anchors.verticalCenter: parent.verticalCenter

        KText {
            id: heading

            readonly property bool kMayShorten: maximumLineCount < 99

            width: parent.width
            role: row.big ? "title" : "body"
            bold: true
            maximumLineCount: row.titleLines
            elide: kMayShorten ? Text.ElideRight : Text.ElideNone
            text: row.title
            color: row.enabled ? Theme.text : Theme.disabledText
        }
        KText {
            visible: text !== ""
            width: parent.width
            role: "caption"
            text: row.second
            color: row.enabled ? Theme.textMuted : Theme.text
        }
        Item {
            visible: row.stacked
            width: 1
            height: end.height
        }
    }
    Row {
        id: end

        x: parent.width - width - Theme.sp3
        y: row.stacked ? words.y + words.height - height : (parent.height - height) / 2
        spacing: Theme.sp1

        KText {
            anchors.verticalCenter: parent.verticalCenter
            role: row.isMoney ? "label" : "body"
            text: row.value
            color: !row.enabled ? Theme.disabledText : row.isMoney ? Theme.money : Theme.textMuted
        }
        KIcon {
            // Its place is kept: a row that grew when it is let be touched would never find out whether it fits the page.
            visible: row.chevron
            opacity: row.enabled ? 1 : 0
            anchors.verticalCenter: parent.verticalCenter
            name: "chevron-right"
            color: Theme.primary
        }
    }
}
