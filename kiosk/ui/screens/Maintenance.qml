// What is wrong now, worst first, for a technician. Nothing of a patient, and nothing that can be edited.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property bool cramped: Theme.low && Theme.elder
    readonly property var findings: root.screen.money.concat(root.screen.parts)

    title: Words.tr("Maintenance")
    subtitle: cramped && root.screen.result || root.screen.summary
    speech: title + ". " + subtitle + ". " + note.title
    calmIcon: "wrench"
    help: false
    back: true
    backText: Words.tr("Leave")
    nextText: Words.tr("Try again now")
    nextChoice: "again"
    nextOn: root.screen.can_try

    KNote {
        id: note

        visible: !!root.screen.result && !root.cramped
        tone: root.screen.money.length > 0 || root.screen.parts.some(part => part.tone === "danger") ? "warning" : "success"
        icon: "history"
        title: root.screen.result ?? ""
    }
    KPages {
        id: pages

        y: note.visible ? note.height + Theme.sp2 : 0
        height: root.heightLeft - y
        entries: root.findings
        rowMin: Theme.touchMin

        delegate: KFinding {
            required property int index
            readonly property var told: pages.entries[pages.start + index] ?? ({})
            readonly property bool money: told.kind === "MoneyRow"

            width: pages.width
            opacity: pages.holds(index) ? 1 : 0
            isMoney: money
            tone: money ? "danger" : told.tone ?? "primary"
            title: (money ? told.state : told.name) ?? ""
            value: (money ? Words.yuan(told.amount) : told.state) ?? ""
            lines: money ? [Words.dotted([told.purchase_id, told.channel, told.since]), root.cramped ? "" : told.known, told.todo] : [Words.dotted([told.code, told.detail])].filter(each => each !== "")
        }
    }
}
