// A ring that empties, with the whole seconds that are left, or minutes and seconds. It only shows: the conversation decides when time is up.
import QtQuick
import ".."

Item {
    id: count

    property int seconds: 30 // in all; a new value starts again
    property int remaining: seconds
    property int size: seconds < Theme.longMinutes ? Theme.ring : Theme.ring + Theme.sp5
    readonly property bool long: remaining > Theme.plainSeconds
    readonly property int minutes: Math.floor(remaining / Theme.minute)
    readonly property int rest: remaining % Theme.minute
    readonly property color ink: remaining <= Theme.hurry ? Theme.warning : Theme.primary

    width: size
    height: size
    Accessible.role: Accessible.StaticText
    Accessible.name: long ? Words.tr("{m} minutes {n} seconds", { "m": minutes, "n": rest }) : Words.tr("{n} seconds", { "n": remaining })
    onSecondsChanged: remaining = seconds
    onRemainingChanged: ring.requestPaint()
    onInkChanged: ring.requestPaint()

    Canvas {
        id: ring

        anchors.fill: parent
        onPaint: {
            const paint = getContext("2d");
            const middle = width / 2;
            const arc = (from, part, colour) => {
                paint.beginPath();
                paint.strokeStyle = colour;
                paint.lineWidth = Theme.sp1;
                paint.arc(middle, middle, middle - Theme.sp1, from, from + part * 2 * Math.PI);
                paint.stroke();
            };
            paint.clearRect(0, 0, width, height);
            arc(0, 1, Theme.divider);
            arc(-Math.PI / 2, count.seconds > 0 ? count.remaining / count.seconds : 0, count.ink);
        }
    }
    KText {
        anchors.centerIn: parent
        role: !Theme.elder && count.size > Theme.ring ? "label" : "caption"
        bold: true
        text: count.long ? count.minutes + ":" + String(count.rest).padStart(2, "0") : String(count.remaining)
        color: count.ink
    }
    Timer {
        interval: Theme.second
        repeat: true
        running: count.visible && count.remaining > 0
        onTriggered: count.remaining -= 1
    }
}
