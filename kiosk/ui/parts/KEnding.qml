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
    property bool takeCard: false // one still lies on a reader
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
            id: code

            visible: ending.code !== ""
            anchors.verticalCenter: parent.verticalCenter
            role: "caption"
            color: Theme.textMuted
            text: Words.tr("Code {code}", { "code": ending.code })
        }
        Row {
            visible: ending.takeCard
            x: ring.x - Theme.sp2 - width
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.sp1

            KIcon {
                anchors.verticalCenter: parent.verticalCenter
                name: "credit-card"
                color: Theme.warning
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                snug: true
                width: Math.min(implicitWidth, why.width - Theme.iconS - Theme.sp1)
                role: "label"
                color: Theme.warning
                text: Words.tr("Take your card")
            }
        }
        // What the seconds are for; left out where it would not fit.
        KText {
            id: why

            visible: !ending.takeCard && ending.seconds > 0 && height <= foot.height && result.y + result.height <= foot.y + y
            x: code.visible ? code.width + Theme.sp3 : 0
            y: (foot.height - height) / 2
            width: ring.x - Theme.sp2 - x
            horizontalAlignment: Text.AlignRight
            role: "caption"
            color: Theme.textMuted
            text: Words.tr("Back to start by itself")
        }
        KCountdown {
            id: ring

            visible: ending.seconds > 0
            x: parent.width - width
            seconds: ending.seconds
        }
    }
}
