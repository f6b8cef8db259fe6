// Choose a language, each written in its own script.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var scripts: ({
            "zh-CN": "中文",
            "en": "English"
        })

    title: Words.tr("Choose a language")
    back: true
    calmIcon: "languages"

    Column {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: root.screen.languages.length

            KListRow {
                required property int index
                readonly property string language: root.screen.languages[index]

                objectName: "language-" + language
                implicitHeight: Theme.modeH
                big: true
                title: root.scripts[language] ?? language
                icon: checked ? "circle-check" : "globe"
                checked: language === Theme.lang
                accessibleRole: Accessible.RadioButton
                onTapped: root.answered("language", language)
            }
        }
    }
}
