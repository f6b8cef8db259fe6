// What is unpaid, grouped by visit: a row ticks or unticks, the button at its side opens it. The total never scrolls.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool all: screen.ticked === screen.payable

    // Each bill with its visit; the first of a visit carries the heading.
    function listed(visits: var): var {
        const rows = [];
        for (const visit of visits)
            visit.bills.forEach((bill, at) => rows.push({
                    "bill": bill,
                    "visit": visit,
                    "first": at === 0
                }));
        return rows;
    }

    title: Words.tr("Your unpaid bills")
    speech: title + ". " + sum.speak + " " + (screen.reason ?? "")
    calmIcon: "receipt-text"
    journey: "pay"
    step: 1
    back: true
    nextText: Words.tr("Pay")
    nextOn: screen.ticked > 0
    list: pages

    KPages {
        id: pages

        height: root.body.height - sum.height - Theme.sp2
        entries: root.listed(root.screen.visits)

        delegate: Column {
            id: place

            required property int index
            readonly property var entry: pages.entries[pages.start + index]
            readonly property var bill: entry.bill

            width: pages.width
            spacing: Theme.sp2
            opacity: pages.holds(index) ? 1 : 0
            enabled: pages.holds(index)

            KVisitHeading {
                visible: place.entry.first || place.index === 0
                topPadding: place.index === 0 ? 0 : Theme.sp2
                visit: place.entry.visit
            }
            Item {
                width: place.width
                height: Math.max(row.implicitHeight, detail.implicitHeight)

                KListRow {
                    id: row

                    objectName: "toggle-" + place.bill.bill_id
                    width: place.width - detail.width - Theme.touchGap
                    height: parent.height
                    enabled: place.bill.payable
                    check: !place.bill.payable ? "" : place.bill.ticked ? "on" : "off"
                    icon: place.bill.payable ? "" : "landmark"
                    title: place.bill.title
                    titleLines: 2
                    detail: Theme.elder ? "" : Words.tr("Items: {n}", { "n": place.bill.items })
                    reason: place.bill.reason ?? ""
                    value: Words.yuan(place.bill.amount)
                    isMoney: true
                    onTapped: root.answered("toggle", place.bill.bill_id)
                }
                KSideButton {
                    id: detail

                    objectName: "detail-" + place.bill.bill_id
                    anchors.right: parent.right
                    height: parent.height
                    icon: "receipt-text"
                    text: Words.tr("Details")
                    speak: text + ", " + place.bill.title
                    onTapped: root.answered("detail", place.bill.bill_id)
                }
            }
        }
    }
    KSum {
        id: sum

        anchors.bottom: parent.bottom
        label: Words.tr("{n} of {m} bills chosen", {
            "n": root.screen.ticked,
            "m": root.screen.payable
        })
        amount: root.screen.total
        reason: root.screen.reason ?? ""

        KListCheck {
            objectName: "all"
            visible: root.screen.payable > 0
            on: root.all
            text: Words.tr("All")
            onTapped: root.answered("all", "")
        }
    }
}
