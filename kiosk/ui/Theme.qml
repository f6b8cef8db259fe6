// The only source of numbers and colours: UI.md, section 1. All in logical pixels of a 1080 x 1920 canvas.
// Reads the visit's switches, so that everything follows when somebody changes one.
pragma Singleton
import QtQuick
import Kiosk

QtObject {
    id: theme

    readonly property bool hc: Bridge.contrast
    readonly property bool elder: Bridge.elder
    readonly property bool low: Bridge.low
    readonly property bool motion: Bridge.motion
    readonly property string lang: Bridge.language
    readonly property string patient: Bridge.patient
    readonly property string errand: Bridge.errand // what they came for: the name of a tile
    property bool keys: false // somebody steers with the five keys: show where they stand

    // Canvas and zones
    readonly property int width: 1080
    readonly property int height: 1920
    readonly property int margin: 48
    readonly property int column: width - 2 * margin
    readonly property int headerH: 176
    readonly property int stepsH: 72
    readonly property int barH: 208
    readonly property int lowBarH: 124
    readonly property real mmPerPx: 25.4 * Bridge.diagonalInch / Math.sqrt(width * width + height * height)
    // A hand in a wheelchair reaches 1220 mm above the floor.
    readonly property int lowTop: Math.round(Math.max(430, Math.min(900, height - (1220 - Bridge.bottomEdgeMm) / mmPerPx)))

    // Space
    readonly property int sp1: 8
    readonly property int sp2: 16
    readonly property int sp3: 24
    readonly property int sp4: 32
    readonly property int sp5: 48
    readonly property int sp6: 64
    readonly property int sp7: 96
    readonly property int gap: 24

    // Radius and stroke
    readonly property int rS: 8
    readonly property int rM: 16
    readonly property int rL: 24
    readonly property int stroke: 3
    readonly property int strokeOn: 6
    readonly property int hair: 2
    readonly property int focusOuter: 6
    readonly property int focusInner: 4

    // Type
    readonly property int caption: elder ? 44 : 28
    readonly property int body: elder ? 48 : 36
    readonly property int label: elder ? 52 : 40
    readonly property int title: elder ? 60 : 48
    readonly property int h1: elder ? 76 : 64
    readonly property int display: elder ? 100 : 88
    readonly property real line: lang === "bo" ? 2.81 : lang === "ug" || lang === "ar" ? 2.11 : 1.448

    function size(role: string): int {
        switch (role) {
        case "caption":
            return caption;
        case "label":
            return label;
        case "title":
            return title;
        case "h1":
            return h1;
        case "display":
            return display;
        }
        return body;
    }

    readonly property real tight: 0.8 // two lines where there is hardly room for them

    // The height of so many lines of text in a role.
    function lines(role: string, count: int): int {
        return Math.ceil(size(role) * line * count);
    }

    // Targets
    readonly property int touchMin: 88
    readonly property int touchGap: 16
    readonly property int btnH: elder ? 144 : 112
    readonly property int keyH: elder ? 200 : 168
    readonly property int btnMinW: 480
    readonly property int rowH: elder ? 160 : 128
    readonly property int tileMinH: elder ? 320 : 312
    readonly property int tileFlat: elder ? 320 : 270 // lower than this, icon and title stand in one line
    readonly property int heroH: 400 // the one thing most people come for
    readonly property int langW: 240
    readonly property int chipH: 96
    readonly property int helpW: 176
    readonly property int dialogW: 920
    readonly property int qr: low ? 420 : 540
    readonly property int quiet: 4

    // Icons
    readonly property int iconS: 48
    readonly property int iconM: 72
    readonly property int iconL: 96
    readonly property int iconXl: 120
    readonly property int iconResult: 160
    readonly property int iconFinger: 176
    readonly property int touchRing: 360 // the widest ring around the finger
    readonly property int ring: elder ? 136 : 96
    readonly property int stepDot: 40
    readonly property int pictureMin: 240 // lower than this, a cabinet picture says nothing
    readonly property int promptH: 640 // cabinet picture
    readonly property int promptMin: 200 // smaller than this it explains nothing
    readonly property int modeH: 160

    // Colour. Names that begin with `on` would be taken for signal handlers: primaryInk is what UI.md calls onPrimary.
    readonly property color bg: hc ? "#000000" : "#F4F7FA"
    readonly property color surface: hc ? "#000000" : "#FFFFFF"
    readonly property color surfaceAlt: hc ? "#1A1A1A" : "#E8EEF4"
    readonly property color text: hc ? "#FFFFFF" : "#14212E"
    readonly property color textMuted: hc ? "#E6E6E6" : "#3D4B59"
    readonly property color primary: hc ? "#FFE14D" : "#0A4F9C"
    readonly property color primaryPressed: hc ? "#FFC400" : "#073A74"
    readonly property color primaryInk: hc ? "#000000" : "#FFFFFF"
    readonly property color primarySoft: hc ? "#1A1A1A" : "#E3EEFA"
    readonly property color primarySoftInk: hc ? "#FFE14D" : "#083F77"
    readonly property color success: hc ? "#5CF29A" : "#07572E"
    readonly property color successSoft: hc ? "#1A1A1A" : "#E2F3EA"
    readonly property color warning: hc ? "#FFC04D" : "#713C00"
    readonly property color warningSoft: hc ? "#1A1A1A" : "#FFF1DC"
    readonly property color danger: hc ? "#FF9C94" : "#951710"
    readonly property color dangerSoft: hc ? "#1A1A1A" : "#FCE8E6"
    readonly property color statusInk: hc ? "#000000" : "#FFFFFF"
    readonly property color money: hc ? "#FFE14D" : "#9A2C08"
    readonly property color border: hc ? "#FFFFFF" : "#5F6E7D"
    readonly property color divider: hc ? "#9A9A9A" : "#C9D3DD"
    readonly property color disabledText: hc ? "#BDBDBD" : "#55616D"
    readonly property color disabledBg: hc ? "#1A1A1A" : "#DFE5EB"
    readonly property color focusOuterColor: hc ? "#00E5FF" : "#111111"
    readonly property color focusInnerColor: hc ? "#000000" : "#FFD54A"
    readonly property color paper: "#FFFFFF"
    readonly property color ink: "#000000"
    readonly property color scrim: "#99000000"
    readonly property color shade: hc ? "transparent" : "#3D000000"
    readonly property color clear: "transparent"

    function tone(name: string): color {
        switch (name) {
        case "success":
            return success;
        case "warning":
            return warning;
        case "danger":
            return danger;
        }
        return primary;
    }

    function soft(name: string): color {
        switch (name) {
        case "success":
            return successSoft;
        case "warning":
            return warningSoft;
        case "danger":
            return dangerSoft;
        }
        return primarySoft;
    }

    // Motion
    readonly property int press: motion ? 80 : 0
    readonly property int page: motion ? 200 : 0
    readonly property int tick: motion ? 400 : 0
    readonly property int loop: 2400
    readonly property real pressScale: 0.98
    readonly property int pageShift: 48
    readonly property int clockEvery: 5000
    readonly property int second: 1000
    readonly property int pinMost: 12
    readonly property int hold: 5000 // a technician's finger on the corner
    readonly property int pressAgain: 400 // who presses twice has pressed the second time by then
    readonly property int asking: 3000 // a button that was heard says so for so long
    readonly property real heard: 0.45 // opacity of a page whose choice is being carried out
    readonly property int hurry: 10
    readonly property int minute: 60 // seconds
    readonly property int plainSeconds: 99 // what is longer is told in minutes
    readonly property int longMinutes: 600 // from here on they have two figures

    // Which icon stands for a word of the contract.
    function serviceIcon(name: string): string {
        return ({
                "pay": "receipt-japanese-yen",
                "check_in": "ticket",
                "register": "calendar-plus",
                "reports": "printer",
                "top_up": "wallet-cards",
                "pay_later": "calendar-clock",
                "transactions": "history",
                "queries": "search"
            })[name] ?? "info";
    }

    function channelIcon(name: string): string {
        return ({
                "wechat": "message-circle",
                "alipay": "smartphone",
                "unionpay": "credit-card",
                "prepaid": "wallet-cards",
                "pay_later": "calendar-clock"
            })[name] ?? "info";
    }

    function carrierIcon(name: string): string {
        return ({
                "patient_card": "credit-card",
                "social_security_card": "shield-check",
                "id_card": "id-card",
                "bank_card": "landmark",
                "e_credential": "qr-code",
                "health_code": "heart-pulse"
            })[name] ?? "info";
    }
}
