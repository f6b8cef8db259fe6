// The hospital's side, and time.
import QtQuick
import Dock
import "."

DPanel {
    id: hospital

    readonly property var now: Counter.state.situation

    icon: "hospital"
    title: Look.tr("The hospital, and time")

    Flow {
        width: parent.width
        spacing: 8

        DSwitch {
            text: Look.tr("Gateway stopped")
            on: !hospital.now.gateway
            onLine: "stop_gateway"
            offLine: "start_gateway"
        }
        DSwitch {
            text: Look.tr("Gateway slow")
            on: hospital.now.slow
            onLine: "slow_gateway 3"
            offLine: "slow_gateway 0"
        }
        DSwitch {
            text: Look.tr("Hospital unreachable")
            on: hospital.now.unreachable
            onLine: "unreachable"
            offLine: "reachable"
        }
        DSwitch {
            text: Look.tr("Insurance refuses after paying")
            on: hospital.now.refuses
            onLine: "refuse_settlement"
            offLine: "accept_settlement"
        }
        DSwitch {
            text: Look.tr("Insurer’s audit refuses")
            on: hospital.now.insurer === "audits"
            onLine: "insurer_audits"
            offLine: "insurer_up"
        }
        DSwitch {
            text: Look.tr("Insurer slow")
            on: hospital.now.insurer === "slow"
            onLine: "insurer_slow 3"
            offLine: "insurer_up"
        }
        DSwitch {
            text: Look.tr("Insurer silent")
            on: hospital.now.insurer === "silent"
            onLine: "insurer_silent"
            offLine: "insurer_up"
        }
    }
    Flow {
        width: parent.width
        spacing: 8

        DButton {
            implicitHeight: Look.chip
            icon: "landmark"
            enabled: Counter.state.screen === "PickBills"
            text: Look.tr("Somebody pays the first bill at the window")
            line: "pay_at_window"
        }
        DButton {
            implicitHeight: Look.chip
            icon: "receipt-text"
            enabled: Counter.state.screen === "TransactionDetail"
            text: Look.tr("The first bill’s medicine is handed out")
            line: "hand_out"
        }
    }
    Row {
        spacing: 8

        DIcon {
            anchors.verticalCenter: parent.verticalCenter
            name: "clock"
            color: Look.muted
        }
        DText {
            anchors.verticalCenter: parent.verticalCenter
            text: Look.tr("Nobody touches anything for:")
            color: Look.muted
        }
    }
    Flow {
        width: parent.width
        spacing: 8

        Repeater {
            model: [10, 60, 300]

            DButton {
                required property int modelData

                implicitHeight: Look.chip
                text: modelData < 60 ? Look.tr("{n} seconds", {
                    "n": modelData
                }) : Look.tr("{n} min", {
                    "n": modelData / 60
                })
                line: "let_time_pass " + modelData
            }
        }
    }
}
