// What every screen stands on: header, steps, one question, your content, and the action bar.
//
// A new screen is one file, screens/<Name>.qml, named like its record in kiosk/core/screens:
//
//     import QtQuick
//     import ".."            // Theme, Words
//     import "../parts"      // K...
//
//     KScreen {
//         id: root
//         title: Words.tr("Your unpaid bills")
//         journey: "pay"; step: 1          // dots under the header; leave out where there is no journey
//         back: true                       // shows Back, reports `back`
//         nextText: Words.tr("Pay")        // shows the primary button, reports `next`
//         nextOn: root.screen.ticked > 0
//
//         KButton { name: "detail"; text: Words.tr("Details"); onTapped: root.answered("detail", root.screen.bill_id) }
//     }
//
// `root.screen` is the record as a map; when the next record is of the same class it changes in place, so page numbers
// survive. Use int models (`model: root.screen.people.length`, then `root.screen.people[index]`) to keep delegates.
// Children are laid into `root.body` (width Theme.column, the height that is left); below a title nothing is fixed.
// Texts: Words.tr(text, {args}); money: Words.yuan(fen), never arithmetic. Numbers and colours: Theme only.
// Everything tappable is a KTap (KButton, KTile, KListRow are), with a stable name; `focusOrder` finds them by itself.
import QtQuick
import ".."

Item {
    id: root

    property var screen: ({})
    property int turn: 0
    property string screenId
    property string title
    property string subtitle
    property string journey
    property int step: 0
    property bool back: false
    property string backText: Words.tr("Back")
    property string backChoice: "back"
    property string nextText
    property string nextIcon
    property string nextChoice: "next"
    property string nextValue
    property bool nextOn: true
    property string nextReason // why it is off
    property bool help: true
    property bool bare: false // no header, no bar: the screen paints all of it
    property bool heard: false // a choice was made here and is being carried out: faded, and deaf
    property bool corner: false // a technician may come in here
    property bool veil: false // lies over another screen and lets it shine through
    property Item barItem: null // stands in the action bar instead of back, next and help
    property string notice // a warning strip under the header
    property string speech: title + " " + subtitle
    property string calmIcon: "hospital"
    property KPages list: null // the list on this screen, if it has one
    property var listMark: null // where it stood, when one comes back from another screen
    readonly property bool barred: back || nextText !== "" || help || barItem !== null
    readonly property var stepWords: journey === "pay" ? Words.steps(Theme.errand) : []
    property var focusOrder: []
    readonly property real heightLeft: body.height
    readonly property real bodyTop: zone.y + body.y // from the upper edge of the screen
    property alias body: body
    default property alias content: body.data

    signal answered(string choice, string value)

    width: Theme.width
    height: Theme.height
    enabled: !heard
    Accessible.role: Accessible.Pane
    Accessible.name: title

    // The tappable things on this screen in reading order, as items. Lists settle late: focusOrder is certain only after
    // asking here, as every key does.
    function tappable(): var {
        const found = [];
        const look = item => {
            if (!item.visible || !item.enabled)
                return;
            if (item.kTouch === true && item.objectName !== "")
                found.push({
                    "item": item,
                    "at": item.mapToItem(root, 0, 0)
                });
            for (const child of item.children)
                look(child);
        };
        look(root);
        found.sort((a, b) => Math.abs(a.at.y - b.at.y) > Theme.touchMin / 2 ? a.at.y - b.at.y : a.at.x - b.at.x);
        const items = found.map(each => each.item);
        focusOrder = items.map(item => item.objectName);
        return items;
    }

    function moveFocus(by: int) {
        const items = tappable();
        if (items.length === 0)
            return;
        const at = items.findIndex(item => item.activeFocus);
        const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length;
        items[next].forceActiveFocus(Qt.TabFocusReason);
    }

    function pressFocused() {
        const item = tappable().find(each => each.activeFocus);
        if (item)
            item.tapped();
    }

    function goBack() {
        if (back)
            answered(backChoice, "");
    }

    Component.onCompleted: {
        if (list && listMark)
            list.goTo(listMark);
        Qt.callLater(tappable);
    }
    onScreenChanged: Qt.callLater(tappable)
    onHeightLeftChanged: Qt.callLater(tappable)

    Rectangle {
        visible: !root.veil
        anchors.fill: parent
        color: Theme.bg
    }
    KCalm {
        visible: Theme.low && !root.bare
        height: Theme.lowTop
        icon: root.calmIcon
        text: root.stepWords.length > 0 ? root.stepWords[root.step] : ""
    }
    KHeader {
        id: header

        z: 1 // what lies under it may take touches up to the edge of the screen; its buttons come first
        visible: !Theme.low && !root.bare
        onLanguage: root.answered("session.language", "")
        onLeave: root.answered("session.leave", "")
    }
    KCorner {
        z: 2
        visible: root.corner
        onHeld: root.answered("maintenance", "")
    }
    Item {
        id: zone

        opacity: root.heard ? Theme.heard : 1
        y: root.bare ? 0 : Theme.low ? Theme.lowTop : header.height
        width: parent.width
        height: parent.height - y - (bar.visible ? bar.height : 0)

        Item {
            id: lowBar

            z: 1
            visible: Theme.low && !root.bare
            width: parent.width
            height: visible ? Theme.lowBarH : 0

            KChip {
                visible: Theme.patient !== ""
                x: Theme.margin
                anchors.verticalCenter: parent.verticalCenter
                text: Theme.patient
            }
            KVisitBar {
                y: Theme.sp1
                anchors.right: parent.right
                anchors.rightMargin: Theme.margin
                onLanguage: root.answered("session.language", "")
                onLeave: root.answered("session.leave", "")
            }
        }
        KBanner {
            id: banner

            y: lowBar.height
            width: parent.width
            visible: root.notice !== "" && !root.bare
            text: root.notice
        }
        KSteps {
            id: steps

            readonly property bool shown: !Theme.low && !root.bare && root.stepWords.length > 0

            visible: shown
            x: Theme.margin
            y: lowBar.height + (banner.visible ? banner.height : 0) + (shown ? Theme.sp2 : 0)
            height: shown ? Theme.stepsH : 0
            words: root.stepWords
            at: root.step
        }
        Column {
            id: question

            visible: !root.bare && root.title !== ""
            x: Theme.margin
            y: steps.y + steps.height + (Theme.low ? 0 : Theme.sp3)
            width: Theme.column
            spacing: Theme.sp1

            KText {
                width: parent.width
                role: Theme.low && Theme.elder ? "title" : "h1"
                text: root.title
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            KText {
                visible: text !== ""
                width: parent.width
                color: Theme.textMuted
                text: root.subtitle
            }
        }
        Item {
            id: body

            x: root.bare ? 0 : Theme.margin
            y: root.bare ? 0 : question.visible ? question.y + question.height + (Theme.low ? Theme.sp2 : Theme.sp4) : steps.y + steps.height
            width: root.bare ? Theme.width : Theme.column
            height: parent.height - y - (root.bare ? 0 : Theme.low ? Theme.sp2 : Theme.sp4)
        }
    }
    KActionBar {
        id: bar

        opacity: zone.opacity
        visible: !root.bare && root.barred
        anchors.bottom: parent.bottom
        item: root.barItem
        back: root.back
        backText: root.backText
        nextText: root.nextText
        nextIcon: root.nextIcon
        nextOn: root.nextOn
        nextReason: root.nextReason
        help: root.help
        onBackTapped: root.answered(root.backChoice, "")
        onNextTapped: root.answered(root.nextChoice, root.nextValue)
        onHelpTapped: root.answered("session.help", "")
    }
}
