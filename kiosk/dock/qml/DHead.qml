// The head of the dock: what the window is, what a newcomer would do now, and the language.
import QtQuick
import Dock
import "."

Item {
    id: head

    required property string heading
    required property bool card // whether one lies on a reader

    // What a newcomer would do now.
    function next(screen: string): string {
        switch (screen) {
        case "":
        case "Attract":
        case "Home":
        case "Identify":
            return card ? Look.tr("A card lies on the reader: touch the terminal, or take the card off.") : Look.tr("Lay a card on the reader to begin. Then touch the terminal as a patient would.");
        case "ConfirmMe":
        case "PickBills":
        case "InsuranceSplit":
            return Look.tr("Touch the blue button on the terminal, as a patient would.");
        case "PickChannel":
            return Look.tr("Touch a wallet on the terminal, or show a payment code here.");
        case "ShowQr":
            return Look.tr("Scan the QR code with the phone here, or let something go wrong first.");
        case "ScanCode":
            return Look.tr("Show a payment code here, as a patient holds the phone under the scanner.");
        case "Waiting":
            return Look.tr("The terminal is at work, and goes on by itself.");
        case "Paid":
        case "NotPaid":
        case "Unknown":
            return leave(["printed", "partial"].includes(Counter.state.slip));
        case "Help":
            if (Counter.state.call === "called")
                return Look.tr("The patient calls for help: the staff has it on its list.");
            break;
        case "OutOfService":
            return Look.tr("The terminal comes back by itself once the gateway is there.");
        }
        return Look.tr("Touch the terminal as a patient would.");
    }

    // What there is to take along.
    function leave(slip: bool): string {
        if (card)
            return slip ? Look.tr("Take the card off the reader. The slip lies at the printer.") : Look.tr("Take the card off the reader.");
        return slip ? Look.tr("The slip lies at the printer. The terminal goes back by itself.") : Look.tr("The terminal goes back by itself.");
    }

    height: words.height

    Column {
        id: words

        width: parent.width - turn.width - Look.gap

        DText {
            width: parent.width
            bold: true
            font.pixelSize: Look.head
            text: head.heading
        }
        DText {
            width: parent.width
            color: Look.muted
            text: head.next(Counter.state.screen)
        }
    }
    DButton {
        id: turn

        anchors.right: parent.right
        icon: "globe"
        text: Counter.language === "en" ? "中文" : "English"
        onTapped: Counter.turn_language()
    }
}
