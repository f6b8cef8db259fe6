// Which visit the bills under it belong to: where, with whom, when.
import QtQuick
import ".."

Column {
    id: heading

    property var visit: ({})
    readonly property string doctor: visit.doctor ? Words.tr("Dr {name}", {
        "name": visit.doctor
    }) : ""

    width: parent ? parent.width : Theme.column

    KText {
        width: parent.width
        bold: true
        text: Words.dotted([heading.visit.department, Theme.elder ? heading.visit.day : ""])
    }
    KText {
        visible: !Theme.elder
        width: parent.width
        role: "caption"
        color: Theme.textMuted
        text: Words.dotted([heading.visit.day, heading.doctor, heading.visit.campus])
    }
}
