// A small heading over a group of things.
import QtQuick
import ".."

KText {
    width: parent ? parent.width : Theme.column
    role: "body"
    bold: true
    color: Theme.textMuted
}
