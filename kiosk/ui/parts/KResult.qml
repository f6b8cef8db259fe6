// How it ended: a sign, the outcome, and up to three facts ([{label, value, role}]). More goes beneath as children.
import QtQuick
import ".."

Column {
    id: result

    property string tone: "success"
    property string icon
    property string outcome
    property string detail
    property var facts: []
    default property alias content: more.data

    width: parent ? parent.width : Theme.column
    spacing: Theme.low ? Theme.sp2 : Theme.sp4

    KStatus {
        id: sign

        // Where there is little room the picture above the low zone says the same.
        visible: !(Theme.low && Theme.elder)
        anchors.horizontalCenter: parent.horizontalCenter
        size: Theme.low || Theme.elder ? Theme.iconL : Theme.iconResult
        tone: result.tone

        Binding {
            target: sign
            property: "icon"
            value: result.icon
            when: result.icon !== ""
        }
    }
    KText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        role: Theme.low && Theme.elder ? "title" : "h1"
        text: result.outcome
        color: Theme.tone(result.tone)
    }
    KText {
        visible: text !== ""
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: result.detail
    }
    KFacts {
        visible: result.facts.length > 0
        width: parent.width
        facts: result.facts
    }
    Column {
        id: more

        width: parent.width
        spacing: result.spacing
    }
}
