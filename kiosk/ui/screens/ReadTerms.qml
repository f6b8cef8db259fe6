// A text to be read page by page, and accepted on its last page.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool last: screen.page === screen.pages

    title: screen.title
    subtitle: Words.tr("Page {n} of {all}", {
        "n": screen.page,
        "all": screen.pages
    })
    speech: [title, subtitle, screen.text].join(". ")
    calmIcon: "receipt-text"
    back: true
    backText: screen.page > 1 ? Words.tr("Previous") : Words.tr("Back")
    backChoice: screen.page > 1 ? "previous" : "back"
    nextText: !last ? Words.tr("Next page") : screen.asks ? Words.tr("I agree") : Words.tr("Done")
    nextChoice: last && screen.asks ? "agree" : "next"

    Rectangle {
        width: parent.width
        height: words.height + 2 * words.y
        radius: Theme.rL
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.divider

        KText {
            id: words

            x: Theme.low ? Theme.sp3 : Theme.sp4
            y: Theme.low ? Theme.sp2 : Theme.sp4
            width: parent.width - 2 * x
            role: Theme.low || Theme.elder ? "body" : "label"
            bold: false
            text: root.screen.text
        }
    }
}
