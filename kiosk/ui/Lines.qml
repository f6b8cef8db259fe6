// Where the lines of a text end: never with a character or two alone on the last one.
pragma Singleton
import QtQuick

QtObject {
    id: lines

    property real last: 0 // how long the last line of what is measured came out
    readonly property Text probe: Text {
        wrapMode: Text.Wrap
        textFormat: Text.PlainText
        onLineLaidOut: line => lines.last = line.implicitWidth
    }

    // How much narrower than `width` a text must be set to end with a line worth the name; it never needs one line more.
    // 0 where it is well as it is: one line, or so many that they are cut off anyway.
    function spare(text: string, font: font, width: real, most: int): real {
        probe.font = font;
        probe.text = text;
        probe.width = width;
        const count = probe.lineCount;
        if (count < 2 || count > most)
            return 0;
        // Chinese words have two characters, and the phrases that end a sentence mostly four; rounded down for fonts.
        const enough = (probe.implicitWidth < 10 * font.pixelSize ? 1.9 : 3.9) * font.pixelSize;
        let best = 0;
        for (let less = 0, longest = 0; longest < enough && less < width / 2; less += font.pixelSize / 4) {
            probe.width = width - less;
            if (probe.lineCount > count)
                break;
            if (last > longest) {
                longest = last;
                best = less;
            }
        }
        return best;
    }
}
