// Where in the journey we are: at most five dots with words, the current one bold.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: steps

    property var words: []
    property int at: 0
    readonly property string speak: Words.tr("Step {n} of {m}", { "n": at + 1, "m": words.length })

    width: Theme.column
    height: Theme.stepsH
    Accessible.role: Accessible.StaticText
    Accessible.name: speak

    Row {
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.sp2

        Repeater {
            model: steps.words.length

            Row {
                id: step

                required property int index
                readonly property bool now: index === steps.at
                readonly property bool past: index < steps.at

                height: steps.height
                spacing: Theme.sp2

                Rectangle {
                    visible: step.index > 0
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.sp3
                    height: Theme.hair
                    color: Theme.border
                }
                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.stepDot
                    height: width
                    radius: width / 2
                    color: step.now || step.past ? Theme.primary : Theme.surface
                    border.width: Theme.stroke
                    border.color: step.now || step.past ? Theme.primary : Theme.border

                    KIcon {
                        visible: step.past
                        anchors.centerIn: parent
                        size: parent.width * 0.7
                        name: "check"
                        color: Theme.primaryInk
                    }
                }
                KText {
                    anchors.verticalCenter: parent.verticalCenter
                    // Big letters leave room for one word only: where we are.
                    visible: step.now || !Theme.elder
                    role: "caption"
                    bold: step.now
                    color: step.now ? Theme.text : Theme.textMuted
                    text: steps.words[step.index]
                }
            }
        }
    }
}
