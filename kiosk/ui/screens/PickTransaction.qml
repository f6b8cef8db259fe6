// What was paid in the last seven days, newest first: a row opens it.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var icons: ({
            "paid": "circle-check",
            "verifying": "clock",
            "refunding": "clock",
            "refunded": "history",
            "partly_refunded": "history",
            "closed_out": "history"
        })

    function described(row: var): string {
        const more = row.more > 0 ? Words.tr("And {n} more", {
            "n": row.more
        }) : "";
        return Words.dotted([more, Theme.elder && Theme.low ? "" : row.at, row.stands, Theme.elder ? "" : row.paid_with]);
    }

    title: Words.tr("Your payments of seven days")
    speech: title + ". " + screen.rows.map(row => row.what + ", " + row.stands).join(". ")
    calmIcon: "history"
    back: true
    list: pages

    KPages {
        id: pages

        height: root.body.height
        entries: root.screen.rows

        delegate: KListRow {
            required property int index
            readonly property var row: pages.entries[pages.start + index] ?? pages.entries[0] // a place of the screen before

            objectName: "open-" + row.purchase_id
            opacity: pages.holds(index) ? 1 : 0
            enabled: pages.holds(index)
            icon: root.icons[row.state]
            title: row.what
            titleLines: 2
            detail: root.described(row)
            value: Words.yuan(row.amount)
            isMoney: true
            chevron: true
            onTapped: root.answered("open", row.purchase_id)
        }
    }
}
