// Somebody left a card behind: take it, please. In two languages, since nobody knows who left it.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool gate: root.screen.at === "gate"
    readonly property string lies: gate ? Words.tr("A new card sticks out of the card slot") : Words.tr("A card still lies on the reader")
    readonly property string other: Words.tr("Please take your card", {}, true)

    speech: [Words.tr("Please take your card"), root.lies, Words.tr("Not yours? Please give it to the staff.")].join(". ")
    calmIcon: "credit-card"
    nextText: Words.tr("Go on without this card")
    nextChoice: "start"

    KEnding {
        anchors.fill: parent
        tone: "warning"
        icon: "credit-card"
        outcome: Words.tr("Please take your card")
        detail: Theme.elder ? "" : root.other

        KPoints {
            points: [
                {
                    "icon": "credit-card",
                    "text": root.lies,
                    "bold": true
                },
                {
                    "icon": "headset",
                    "text": Words.tr("Not yours? Please give it to the staff.")
                }
            ]
        }
    }
}
