// The cabinet: which of its lights shine, and what can happen to its card dispenser.
pragma ComponentBehavior: Bound
import QtQuick
import Dock
import "."

DPanel {
    id: cabinet

    readonly property var now: Counter.state.situation
    readonly property var seen: Counter.state.cabinet

    icon: "wallet-cards"
    title: Look.tr("The cabinet")
    hint: Look.tr("Lit lights show where a hand belongs. Nobody sells new cards here: one is pushed out at a touch.")

    Flow {
        width: parent.width
        spacing: 14

        Repeater {
            model: [["cards", Look.tr("Card slot")], ["id_cards", Look.tr("ID card")], ["scanners", Look.tr("Code window")], ["receipt_printers", Look.tr("Slip outlet")], ["dispensers", Look.tr("New cards")], ["buzzer", Look.tr("Buzzer")]]

            Row {
                id: lamp

                required property var modelData
                readonly property string light: cabinet.seen.lit[modelData[0]] ?? "off"

                objectName: "lamp " + modelData[0] + " " + light
                spacing: 6

                Rectangle {
                    id: bulb

                    anchors.verticalCenter: parent.verticalCenter
                    width: 16
                    height: 16
                    radius: 8
                    color: lamp.light === "off" ? Look.off : Look.lamp
                    border.color: lamp.light === "off" ? Look.border : Look.warning

                    SequentialAnimation on opacity {
                        running: lamp.light === "blink"
                        loops: Animation.Infinite
                        onStopped: bulb.opacity = 1

                        PropertyAction {
                            value: 0.25
                        }
                        PauseAnimation {
                            duration: 500
                        }
                        PropertyAction {
                            value: 1
                        }
                        PauseAnimation {
                            duration: 500
                        }
                    }
                }
                DText {
                    wrapMode: Text.NoWrap
                    bold: lamp.light !== "off"
                    color: lamp.light === "off" ? Look.muted : Look.text
                    text: lamp.modelData[1]
                }
            }
        }
    }
    Flow {
        width: parent.width
        spacing: 8

        DButton {
            text: cabinet.seen.card_out ? Look.tr("Take the new card") : Look.tr("Push out a new card")
            strong: cabinet.seen.card_out
            line: cabinet.seen.card_out ? "take_new_card" : "hold_out_card"
        }
    }
    Flow {
        width: parent.width
        spacing: 8

        DSwitch {
            text: Look.tr("New card jammed")
            on: cabinet.now.dispenser_jammed
            onLine: "jam_dispenser"
            offLine: "clear_dispenser"
        }
        DSwitch {
            text: Look.tr("No new cards")
            on: !cabinet.now.stack
            onLine: "empty_dispenser"
            offLine: "refill_dispenser"
        }
        DSwitch {
            text: Look.tr("Bin for cards full")
            on: cabinet.now.bin_full
            onLine: "fill_bin"
            offLine: "refill_dispenser"
        }
        DSwitch {
            text: Look.tr("Dispenser unplugged")
            on: !cabinet.now.dispenser
            onLine: "unplug_dispenser"
            offLine: "plug_dispenser"
        }
        DSwitch {
            text: Look.tr("Lights unplugged")
            on: !cabinet.now.lights
            onLine: "unplug_lights"
            offLine: "plug_lights"
        }
    }
}
