// Turns the pages of a list by buttons: nobody must know that one can swipe. Hidden where one page is enough.
import QtQuick
import ".."

Item {
    id: pager

    property int pages: 1
    property int page: 0

    visible: pages > 1
    width: parent ? parent.width : Theme.column
    readonly property int buttonW: Math.min(Math.max(before.implicitWidth, after.implicitWidth), (width - count.width) / 2 - Theme.sp2)

    height: visible ? Math.max(Theme.chipH, before.height, after.height) : 0
    onPagesChanged: page = Math.max(0, Math.min(page, pages - 1))

    KButton {
        id: before

        name: "page-back"
        width: pager.buttonW
        compact: true
        icon: "chevron-left"
        text: Words.tr("Previous")
        enabled: pager.page > 0
        onTapped: pager.page -= 1
    }
    KText {
        id: count

        anchors.centerIn: parent
        text: Words.tr("{n} of {m}", { "n": pager.page + 1, "m": pager.pages })
    }
    KButton {
        id: after

        name: "page-on"
        width: pager.buttonW
        anchors.right: parent.right
        compact: true
        icon: "chevron-right"
        text: Words.tr("More")
        enabled: pager.page < pager.pages - 1
        onTapped: pager.page += 1
    }
}
