// Ten digits and a key that takes the last one back, as on a phone.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Grid {
    id: pad

    property real room: 0 // the height there is; 0: as it likes
    readonly property real cell: (width - 2 * columnSpacing) / 3
    readonly property real tall: Math.max(Theme.touchMin, Math.min(Theme.keyH, room > 0 ? (room - 3 * rowSpacing) / 4 : Theme.btnH))
    readonly property var keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"]

    signal typed(string digit)
    signal erased

    width: parent ? parent.width : Theme.column
    columns: 3
    columnSpacing: Theme.gap
    rowSpacing: Theme.low ? Theme.sp2 : Theme.gap

    Repeater {
        model: pad.keys.length

        Item {
            id: place

            required property int index
            readonly property string key: pad.keys[index]
            readonly property bool erases: key === "erase"

            width: pad.cell
            height: pad.tall

            KTap {
                id: tap

                objectName: place.erases ? "erase" : "digit-" + place.key
                visible: place.key !== ""
                anchors.fill: parent
                speak: place.erases ? Words.tr("Delete") : place.key
                onTapped: place.erases ? pad.erased() : pad.typed(place.key)

                Rectangle {
                    anchors.fill: parent
                    radius: Theme.rM
                    color: !pad.enabled ? Theme.disabledBg : tap.pressed ? Theme.primarySoft : Theme.surface
                    border.width: Theme.stroke
                    border.color: !pad.enabled ? Theme.divider : tap.pressed ? Theme.primary : Theme.border
                }
                KText {
                    visible: !place.erases
                    anchors.centerIn: parent
                    role: "title"
                    bold: true
                    color: pad.enabled ? Theme.text : Theme.disabledText
                    text: place.erases ? "" : place.key
                }
                KIcon {
                    visible: place.erases
                    anchors.centerIn: parent
                    size: Theme.iconS
                    name: "delete"
                    color: pad.enabled ? Theme.primary : Theme.disabledText
                }
            }
        }
    }
}
