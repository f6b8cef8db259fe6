// Which visit the bills under it belong to: where, with whom, when.
import QtQuick
import ".."

Column {
    id: heading

    property var visit: ({})

    width: parent ? parent.width : Theme.column

    KText {
        width: parent.width
        bold: true
        text: heading.visit.department + (Theme.elder ? " · " + heading.visit.day : "")
    }
    KText {
        visible: !Theme.elder
        width: parent.width
        role: "caption"
        color: Theme.textMuted
        text: [heading.visit.day, heading.visit.doctor, heading.visit.campus].join(" · ")
    }
}
