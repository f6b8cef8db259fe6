// What a visit can always do: leave, and change the language.
import QtQuick
import Kiosk
import ".."

Row {
    id: bar

    property bool chip: true

    signal language
    signal leave

    spacing: Theme.sp2

    KButton {
        name: "leave"
        visible: Bridge.patient !== ""
        compact: true
        icon: "log-out"
        text: Words.tr("Exit")
        onTapped: bar.leave()
    }
    KButton {
        name: "language"
        width: Math.max(Theme.langW, implicitWidth)
        compact: true
        icon: "globe"
        // Always written in the other language: who needs it cannot read this one.
        text: Theme.lang === "zh-CN" ? "English" : "中文"
        onTapped: bar.language()
    }
}
