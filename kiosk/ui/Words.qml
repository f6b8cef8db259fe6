// Every text on a screen is said here, in the language of the visit. `Words.tr("Pay {amount}", {amount: "¥1.00"})`.
pragma Singleton
import QtQuick
import Kiosk

QtObject {
    readonly property string language: Bridge.language

    // Reading `language` makes every binding that says something say it again when the language changes.
    function tr(text: string, args: var): string {
        return Bridge.say(text, args ? args : {}, language);
    }

    function yuan(fen: real): string {
        return Bridge.yuan(fen);
    }
}
