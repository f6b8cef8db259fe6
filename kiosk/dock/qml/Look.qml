// Colours, sizes and words of the dock: the terminal's palette at the size of a desk.
pragma Singleton
import QtQuick
import Dock

QtObject {
    readonly property color bg: "#E8EEF4"
    readonly property color surface: "#FFFFFF"
    readonly property color soft: "#F4F7FA"
    readonly property color text: "#14212E"
    readonly property color muted: "#3D4B59"
    readonly property color primary: "#0A4F9C"
    readonly property color pressed: "#073A74"
    readonly property color primarySoft: "#E3EEFA"
    readonly property color ink: "#FFFFFF"
    readonly property color success: "#07572E"
    readonly property color successSoft: "#E2F3EA"
    readonly property color warning: "#713C00"
    readonly property color warningSoft: "#FFF1DC"
    readonly property color warningLine: "#D9A35A"
    readonly property color lamp: "#F5A524"
    readonly property color money: "#9A2C08"
    readonly property color line: "#C9D3DD"
    readonly property color border: "#5F6E7D"
    readonly property color off: "#DFE5EB"
    readonly property color offInk: "#55616D"
    readonly property color scrim: "#99000000"

    readonly property int small: 12
    readonly property int body: 14
    readonly property int big: 17
    readonly property int head: 22
    readonly property int gap: 12
    readonly property int pad: 16
    readonly property int radius: 10
    readonly property int button: 40
    readonly property int chip: 32

    function tr(text: string, args: var): string {
        return Counter.say(text, args ? args : {}, Counter.language);
    }

    function wallet(name: string): string {
        switch (name) {
        case "wechat":
            return tr("WeChat Pay");
        case "alipay":
            return tr("Alipay");
        }
        return tr("UnionPay");
    }

    function walletColour(name: string): color {
        return ({
                "wechat": "#0B7A3B",
                "alipay": "#0B5FC4",
                "unionpay": "#0B6B70"
            })[name];
    }

    function carrier(name: string): string {
        switch (name) {
        case "patient_card":
            return tr("Patient card");
        case "social_security_card":
            return tr("Social security card");
        case "id_card":
            return tr("ID card");
        }
        return tr("Insurance QR code");
    }

    function carrierIcon(name: string): string {
        return ({
                "patient_card": "credit-card",
                "social_security_card": "shield-check",
                "id_card": "id-card",
                "e_credential": "smartphone"
            })[name] ?? "credit-card";
    }

    function carrierColour(name: string): color {
        return ({
                "patient_card": "#0A4F9C",
                "social_security_card": "#07572E",
                "id_card": "#6B3FA0",
                "e_credential": "#713C00"
            })[name] ?? "#5F6E7D";
    }
}
