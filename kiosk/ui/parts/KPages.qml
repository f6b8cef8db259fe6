// A list that is turned by buttons, with as many rows on a page as really fit. `delegate` is made for each place on the
// page: it has `required property int index`, shows `pages.entries[pages.start + index]`, hides itself with
// `opacity: pages.holds(index) ? 1 : 0` and `enabled: pages.holds(index)`, and its height is its own affair.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: pages

    property var entries: []
    property alias delegate: rows.delegate
    property alias spacing: column.spacing
    property int rowMin: Theme.rowH // no row is lower than this
    property int most: entries.length // no page holds more
    property int lead: 0 // so many entries stand before those that are counted
    property bool card: false // the rows lie on a card of their own
    readonly property int inset: card ? Theme.sp4 : 0
    property int start: 0
    property var before: [] // where the pages before this one start
    property bool laidOut: true // this page has been painted: before that nobody knows where it ends
    readonly property int made: Math.max(1, Math.min(entries.length - start, Math.ceil(height / (rowMin + spacing)) + 1))
    readonly property bool paged: start > 0 || entries.length > most || start + made < entries.length || column.height + 2 * column.y > height
    readonly property real room: paged ? height - Theme.chipH - Theme.sp2 - 2 * column.y : height
    readonly property int shown: count(column.height)
    readonly property bool more: start + shown < entries.length

    function holds(index: int): bool {
        return index < shown;
    }

    // At least one, so that turning pages always gets on.
    function count(changed: real): int {
        let fitting = 0;
        for (let i = 0; i < rows.count; i++) {
            const row = rows.itemAt(i);
            if (row && row.y + row.height <= room)
                fitting += 1;
        }
        return Math.max(1, Math.min(most, fitting));
    }

    // Where the last row on this page ends.
    function end(changed: real): real {
        const last = rows.itemAt(shown - 1);
        return last ? last.y + last.height : 0;
    }

    // A second tap in the instant of the first would leave out rows that nobody has seen.
    function turnOn() {
        if (!laidOut)
            return;
        laidOut = false;
        before.push(start);
        start += shown;
    }

    function turnBack() {
        start = before.pop() ?? 0;
    }

    // Where the list stands, and back to there: [0, 5, 10] is the third page, after pages that start at 0 and at 5.
    function mark(): var {
        return [...before, start];
    }

    function goTo(mark: var) {
        const at = mark[mark.length - 1];
        if (at < entries.length) {
            before = mark.slice(0, -1);
            start = at;
        }
    }

    width: parent ? parent.width : Theme.column
    onEntriesChanged: {
        if (start >= entries.length) {
            before = [];
            start = 0;
        }
    }

    Connections {
        target: pages.Window.window
        enabled: !pages.laidOut

        function onAfterAnimating() {
            pages.laidOut = true;
        }
    }
    Rectangle {
        visible: pages.card
        width: parent.width
        height: pages.end(column.height) + 2 * column.y
        radius: Theme.rL
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.divider
    }
    Column {
        id: column

        x: pages.inset
        y: pages.inset / 4
        width: parent.width - 2 * pages.inset
        spacing: Theme.touchGap

        Repeater {
            id: rows

            model: pages.made
        }
    }
    Item {
        visible: pages.paged
        width: parent.width
        height: Theme.chipH
        anchors.bottom: parent.bottom

        KButton {
            id: back

            name: "page-back"
            compact: true
            icon: "chevron-left"
            text: Words.tr("Previous")
            enabled: pages.start > 0
            onTapped: pages.turnBack()
        }
        KText {
            x: back.width + Theme.sp2
            width: on.x - x - Theme.sp2
            anchors.verticalCenter: parent.verticalCenter
            horizontalAlignment: Text.AlignHCenter
            text: Words.places(Math.max(0, pages.start - pages.lead) + 1, pages.start + pages.shown - pages.lead, pages.entries.length - pages.lead)
        }
        KButton {
            id: on

            name: "page-on"
            anchors.right: parent.right
            compact: true
            icon: "chevron-right"
            iconLast: true
            text: Words.tr("Next")
            enabled: pages.more
            onTapped: pages.turnOn()
        }
    }
}
