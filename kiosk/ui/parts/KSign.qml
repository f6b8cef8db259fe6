// The hospital's name over the time of day and, once known, the masked patient.
import QtQuick
import Kiosk
import ".."

Column {
    id: sign

    property bool chip: true

    spacing: Theme.elder ? 0 : Theme.sp1

    KText {
        readonly property bool kMayShorten: true
        readonly property bool over: Bridge.patient !== "" && sign.chip // the patient stands below

        width: parent.width
        role: Theme.elder && over ? "caption" : Theme.elder || over ? "body" : "label"
        bold: true
        text: Bridge.hospital
        lineHeight: Theme.elder && over ? Theme.tight : 1
        // The only text that may be cut short, with drug names: UI.md section 7.
        maximumLineCount: over && !Theme.elder ? 1 : 2
        // Over the patient there is one line: the letters become a little smaller before the name is cut.
        fontSizeMode: maximumLineCount === 1 ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: Theme.caption
        elide: Text.ElideRight
    }
    Row {
        spacing: Theme.sp3

        KText {
            id: clock

            visible: !Theme.elder
            anchors.verticalCenter: parent.verticalCenter
            role: "caption"
            color: Theme.textMuted
            text: Bridge.time()

            Timer {
                interval: Theme.clockEvery
                repeat: true
                running: true
                onTriggered: clock.text = Bridge.time()
            }
        }
        KChip {
            visible: sign.chip && Bridge.patient !== ""
            text: Bridge.patient
        }
    }
}
