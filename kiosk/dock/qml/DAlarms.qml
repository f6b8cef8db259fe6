// The staff's list: what needs a human now, the oldest first, and that somebody has seen to it.
pragma ComponentBehavior: Bound
import QtQuick
import Dock
import "."

Rectangle {
    id: list

    readonly property var alarms: Counter.state.alarms
    readonly property int most: 2 // the window has other things to show

    function words(kind: string): string {
        switch (kind) {
        case "help":
            return Look.tr("A patient asks for help");
        case "purchase-stuck":
            return Look.tr("A purchase does not get on");
        case "channel-silent":
            return Look.tr("A wallet does not say whether it took money");
        case "money-waiting":
            return Look.tr("Money was taken and not booked");
        case "journal-unusable":
            return Look.tr("A terminal cannot write its money book");
        }
        return kind;
    }

    visible: alarms.length > 0
    height: visible ? rows.height + 2 * Look.gap : 0
    radius: Look.radius
    color: Look.warningSoft
    border.color: Look.warningLine

    Column {
        id: rows

        x: Look.pad
        y: Look.gap
        width: parent.width - 2 * Look.pad
        spacing: 8

        DText {
            bold: true
            color: Look.warning
            text: Look.tr("On the staff's list: {n}", {
                "n": list.alarms.length
            })
        }
        Repeater {
            model: Math.min(list.most, list.alarms.length)

            Item {
                id: row

                required property int index
                readonly property var told: list.alarms[index] ?? ({})

                width: rows.width
                height: Math.max(seen.height, words.height)

                DText {
                    id: words

                    width: seen.x - Look.gap
                    anchors.verticalCenter: parent.verticalCenter
                    color: Look.warning
                    text: [list.words(row.told.kind ?? ""), row.told.terminal_id, row.told.amount > 0 ? Counter.yuan(row.told.amount) : ""].filter(each => each).join(" · ")
                }
                DButton {
                    id: seen

                    anchors.right: parent.right
                    text: Look.tr("Seen to")
                    line: "see_to " + row.told.alarm_id
                }
            }
        }
    }
}
