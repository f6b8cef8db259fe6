// The patient's phone: pay the code on the screen, show a payment code, have a wallet with a bad day.
import QtQuick
import Dock
import "."

DPanel {
    id: phone

    property string wallet: "wechat"
    readonly property var faults: Counter.state.situation.faults
    readonly property bool qr: Counter.state.screen === "ShowQr"
    readonly property bool scans: ["PickChannel", "ScanCode"].includes(Counter.state.screen)

    function fault(kind: string): bool {
        return faults.includes(wallet + " " + kind);
    }

    icon: "smartphone"
    title: Look.tr("The patient's phone")
    hint: qr ? Look.tr("A QR code is on the screen: scan it and pay.") : scans ? Look.tr("The scanner waits for a payment code.") : ""

    Row {
        width: parent.width
        spacing: 8

        Repeater {
            model: ["wechat", "alipay", "unionpay"]

            Rectangle {
                id: tab

                required property string modelData
                readonly property bool on: phone.wallet === modelData
                readonly property bool ill: phone.faults.some(fault => fault.startsWith(modelData + " "))

                width: (parent.width - 16) / 3
                height: Look.button
                radius: Look.radius
                color: on ? Look.walletColour(modelData) : Look.surface
                border.color: Look.walletColour(modelData)

                Row {
                    anchors.centerIn: parent
                    spacing: 6

                    DIcon {
                        visible: tab.ill
                        anchors.verticalCenter: parent.verticalCenter
                        name: "triangle-alert"
                        size: 16
                        color: tab.on ? Look.ink : Look.warning
                    }
                    DText {
                        bold: true
                        text: Look.wallet(tab.modelData)
                        color: tab.on ? Look.ink : Look.walletColour(tab.modelData)
                    }
                }
                MouseArea {
                    anchors.fill: parent
                    cursorShape: Qt.PointingHandCursor
                    onClicked: phone.wallet = tab.modelData
                }
            }
        }
    }
    Row {
        width: parent.width
        spacing: 8

        DButton {
            width: (parent.width - 8) / 2
            strong: phone.qr
            enabled: phone.qr
            icon: "scan-qr-code"
            text: Look.tr("Scan the QR and pay")
            line: "pay_qr"
        }
        DButton {
            width: (parent.width - 8) / 2
            strong: phone.scans
            icon: "qr-code"
            text: Look.tr("Show a payment code")
            line: "show_code " + phone.wallet
        }
    }
    Flow {
        width: parent.width
        spacing: 8

        DButton {
            implicitHeight: Look.chip
            enabled: Counter.state.code !== ""
            text: enabled ? Look.tr("The same code again (…{end})", {
                "end": Counter.state.code
            }) : Look.tr("The same code again")
            line: "show_code_again"
        }
        DButton {
            implicitHeight: Look.chip
            text: Look.tr("A code with too little money")
            line: "show_code " + phone.wallet + " balance"
        }
        DButton {
            implicitHeight: Look.chip
            text: Look.tr("A code that wants a password")
            line: "show_code " + phone.wallet + " password"
        }
        DButton {
            implicitHeight: Look.chip
            text: Look.tr("Enter the password")
            line: "enter_password"
        }
        DButton {
            implicitHeight: Look.chip
            text: Look.tr("A code of another kind")
            line: "scan 6901234567892"
        }
    }
    DText {
        text: Look.tr("A bad day of {wallet}:", {
            "wallet": Look.wallet(phone.wallet)
        })
        color: Look.muted
    }
    Flow {
        width: parent.width
        spacing: 8

        Repeater {
            model: ["down", "never", "error_500", "slow", "lost_answer", "double_answer", "paid_late", "password"]

            DSwitch {
                required property string modelData
                readonly property var words: ({
                        "down": Look.tr("Out of service"),
                        "never": Look.tr("Never answers"),
                        "error_500": Look.tr("Answers with errors"),
                        "slow": Look.tr("Slow"),
                        "lost_answer": Look.tr("Answers get lost"),
                        "double_answer": Look.tr("Delivered twice"),
                        "paid_late": Look.tr("Paid while closing"),
                        "password": Look.tr("Wants a password")
                    })

                text: words[modelData]
                on: phone.fault(modelData)
                onLine: "wallet_fault " + phone.wallet + " " + modelData
                offLine: "wallet_up " + phone.wallet
            }
        }
    }
}
