// Where the balance of the prepaid card goes if it is given back, before anything moves.
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property int most: Theme.low || Theme.elder ? 4 : 6 // lines that fit
    readonly property bool any: screen.ways.some(way => way.channel !== "")
    readonly property real goes: screen.ways.filter(way => way.channel !== "").reduce((sum, way) => sum + way.amount, 0)
    readonly property bool rest: screen.ways.some(way => way.channel === "")
    readonly property var facts: screen.ways.map(way => ({
                "label": way.channel === "" ? Words.tr("At the window") : Words.tr("To {channel}", {
                    "channel": Words.channel(way.channel)
                }),
                "value": Words.yuan(way.amount),
                "role": way.channel === "" ? "" : "money"
            }))
    readonly property var points: [
        {
            "icon": "history",
            "text": Words.tr("It goes back to where it came from."),
            "shown": any && !(Theme.low && Theme.elder && rest)
        },
        {
            "icon": "landmark",
            "text": Words.tr("What cannot go back stays on the card. It is paid out at {window}.", {
                "window": screen.window
            }),
            "shown": rest
        }
    ].filter(point => point.shown)

    title: Words.tr("Get the balance back?")
    speech: [title, balance.speak, ...facts.map(fact => fact.label + ", " + fact.value), ...points.map(point => point.text)].join(". ")
    calmIcon: "history"
    back: true
    nextText: any ? Words.tr("Give back {amount}", {
        "amount": Words.yuan(goes)
    }) : ""

    Column {
        width: parent.width
        spacing: Theme.low ? Theme.sp2 : Theme.gap

        KSum {
            id: balance

            label: Words.tr("Balance on your card")
            amount: root.screen.balance
        }
        KFacts {
            facts: root.facts.length > root.most ? [...root.facts.slice(0, root.most - 1),
                {
                    "label": Words.tr("And {n} more", {
                        "n": root.facts.length - root.most + 1
                    }),
                    "value": ""
                }
            ] : root.facts
        }
        KPoints {
            points: root.points
        }
    }
}
