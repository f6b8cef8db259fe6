// Nobody is here: what the terminal does, what to have ready, and that one may begin. Always in two languages.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var services: root.screen.services.filter(each => each.enabled).slice(0, 3)
    readonly property color ink: Theme.hc ? Theme.primary : Theme.primaryInk
    readonly property bool cards: root.screen.carriers.some(carrier => !["e_credential", "health_code"].includes(carrier))
    property int beat: 0 // which ring around the finger shines

    // Big letters leave room for one language in a line.
    function both(here: string, other: string): string {
        return Theme.elder ? here : here + "  " + other;
    }

    help: false
    corner: true
    speech: Words.tr("Touch to start")
    notice: root.screen.notice ?? ""

    // Steps, not a film: a terminal that waits all night should cost next to nothing.
    Timer {
        interval: Theme.loop / rings.count
        repeat: true
        running: Theme.motion && rings.count > 0
        onTriggered: root.beat = (root.beat + 1) % rings.count
    }
    KTap {
        id: start

        objectName: "start"
        x: -Theme.margin
        width: Theme.width
        height: parent.height + (Theme.low ? Theme.sp2 : Theme.sp4)
        above: root.bodyTop // wherever one touches the screen
        speak: Words.tr("Touch to start")
        onTapped: root.answered("start", "")

        Rectangle {
            width: parent.width
            height: ready.y - (Theme.low ? Theme.sp3 : Theme.sp5)
            // A whole wall of yellow would dazzle: in high contrast only its outline.
            color: Theme.hc ? Theme.surface : start.pressed ? Theme.primaryPressed : Theme.primary
            border.width: Theme.hc ? Theme.strokeOn : 0
            border.color: Theme.primary

            Column {
                anchors.centerIn: parent
                width: Theme.column
                spacing: Theme.low ? Theme.sp2 : Theme.sp5

                Item {
                    id: touch

                    readonly property int tip: Theme.low ? 0 : Theme.touchRing / 2 // where the fingertip is

                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Theme.touchRing
                    height: finger.y + finger.height

                    // Rings that spread from the fingertip.
                    Repeater {
                        id: rings

                        model: Theme.low ? 0 : 3

                        Rectangle {
                            required property int index

                            width: Theme.touchRing * (index + 2) / (rings.count + 1)
                            height: width
                            x: (touch.width - width) / 2
                            y: touch.tip - height / 2
                            radius: width / 2
                            color: Theme.clear
                            border.width: Theme.stroke
                            border.color: root.ink
                            opacity: root.beat === index ? 0.9 : 0.5 - 0.15 * index

                            Behavior on opacity {
                                enabled: Theme.motion
                                NumberAnimation {
                                    duration: Theme.tick
                                }
                            }
                        }
                    }
                    KIcon {
                        id: finger

                        // The tip is not in the middle of the picture.
                        x: touch.width / 2 - width * (Theme.low ? 0.5 : 0.42)
                        y: Math.max(0, touch.tip - height * 0.1)
                        size: Theme.low ? Theme.iconL : Theme.iconFinger
                        name: "pointer"
                        color: root.ink
                    }
                }
                Column {
                    width: parent.width
                    spacing: Theme.sp1

                    KText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        role: "display"
                        text: Words.tr("Touch to start")
                        color: root.ink
                    }
                    KText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        role: "title"
                        bold: false
                        text: Words.tr("Touch to start", {}, true)
                        color: root.ink
                    }
                }
                // The other way to begin, on a strip of its own.
                Rectangle {
                    visible: root.cards && !Theme.low && !Theme.elder
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: strip.width + 2 * Theme.sp5
                    height: strip.height + 2 * Theme.sp3
                    radius: Theme.rL
                    color: Theme.hc ? Theme.clear : Theme.primaryPressed

                    Row {
                        id: strip

                        anchors.centerIn: parent
                        spacing: Theme.sp3

                        KIcon {
                            anchors.verticalCenter: parent.verticalCenter
                            size: Theme.iconM
                            name: "nfc"
                            color: root.ink
                        }
                        Column {
                            KText {
                                bold: true
                                text: Words.tr("Or simply lay your card on the reader")
                                color: root.ink
                            }
                            KText {
                                role: "caption"
                                text: Words.tr("Or simply lay your card on the reader", {}, true)
                                color: root.ink
                            }
                        }
                    }
                }
            }
        }
        Column {
            id: ready

            x: Theme.margin
            y: parent.height - height - (Theme.low ? Theme.sp3 : Theme.sp5)
            width: Theme.column
            spacing: Theme.low ? Theme.sp2 : Theme.sp3

            KSection {
                visible: root.services.length > 0 && !Theme.low
                text: root.both(Words.tr("You can do this here"), Words.tr("You can do this here", {}, true))
            }
            Row {
                id: doable

                readonly property int tallest: {
                    let tall = Theme.rowH;
                    for (const child of children)
                        tall = Math.max(tall, child.needed ?? 0);
                    return tall;
                }

                visible: !Theme.low
                spacing: Theme.gap

                Repeater {
                    model: root.services.length

                    KWay {
                        required property int index
                        readonly property string service: root.services[index]?.name ?? ""
                        readonly property bool alone: root.services.length === 1 && !Theme.elder // room for what it is good for

                        width: (Theme.column - (root.services.length - 1) * Theme.gap) / root.services.length
                        height: doable.tallest
                        dense: root.services.length > 2
                        icon: Theme.serviceIcon(service)
                        text: alone ? root.both(Words.service(service), Words.service(service, true)) : Words.service(service)
                        also: alone ? Words.hint(service) : Words.service(service, true)
                    }
                }
            }
            KSection {
                visible: root.screen.carriers.length > 0
                text: root.both(Words.tr("Have one of these ready"), Words.tr("Have one of these ready", {}, true))
                topPadding: Theme.low ? 0 : Theme.sp2
            }
            KWays {
                width: parent.width
                ways: root.screen.carriers.map(carrier => ({
                            "carrier": carrier,
                            "enabled": true
                        }))
                also: true
            }
        }
    }
}
