// How something ended, to be filled into the body of a screen: a sign, the outcome, what you put in, and at the foot the
// short code and the seconds until the terminal moves on. `seconds` 0: no ring; `code` empty: no code.
import QtQuick
import ".."

Item {
    id: ending

    property string tone: "success"
    property string icon
    property string outcome
    property string detail
    property string code
    property int seconds: 0
    default property alias content: result.content

    KResult {
        id: result

        // A little above the middle, where the eye expects it.
        y: Theme.low ? 0 : Math.max(0, (foot.y - height) * 0.35)
        width: parent.width
        tone: ending.tone
        icon: ending.icon
        outcome: ending.outcome
        detail: ending.detail
    }
    Item {
        id: foot

        visible: ending.code !== "" || ending.seconds > 0
        y: parent.height - height
        width: parent.width
        height: visible ? Theme.ring : 0

        KText {
            visible: ending.code !== ""
            anchors.verticalCenter: parent.verticalCenter
            role: "caption"
            color: Theme.textMuted
            text: Words.tr("Code {code}", { "code": ending.code })
        }
        KCountdown {
            visible: ending.seconds > 0
            x: parent.width - width
            seconds: ending.seconds
        }
    }
}
