// Several records under one document, or one to be sure of: who is it for?
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var people: root.screen.people
    readonly property bool one: people.length === 1

    function described(person: var): string {
        return Words.tr("{sex}, {age} years", {
            "sex": Words.sex(person.sex),
            "age": person.age
        });
    }

    function icon(person: var): string {
        return person.age < 14 ? "baby" : "user-round";
    }

    title: one ? Words.tr("Is this you?") : Words.tr("Who is it for?")
    journey: "pay"
    step: 0
    calmIcon: "users-round"
    back: true
    backChoice: "not-me"
    backText: one ? Words.tr("Not me") : Words.tr("None of these")
    nextText: one ? Words.tr("Yes, it is me") : ""
    nextChoice: "me"
    nextValue: one ? people[0].patient_id : ""
    list: pages

    KPerson {
        visible: root.one
        y: Theme.low ? 0 : (root.heightLeft - height) * 0.25
        tall: true
        icon: root.icon(root.people[0])
        name: root.people[0].name
        detail: root.described(root.people[0])
        note: root.people[0].note ?? ""
    }
    KPages {
        id: pages

        visible: !root.one
        height: root.heightLeft
        spacing: Theme.gap
        most: Theme.elder ? 4 : entries.length
        entries: root.one ? [] : root.people

        delegate: KListRow {
            required property int index
            readonly property int at: pages.start + index
            readonly property var person: root.people[at]

            objectName: "person-" + (at + 1)
            height: Math.max(implicitHeight, Theme.rowH + Theme.sp4)
            opacity: pages.holds(index) ? 1 : 0
            enabled: pages.holds(index)
            big: true
            icon: root.icon(person)
            title: person.name
            detail: Words.dotted([root.described(person), person.note])
            onTapped: root.answered("me", person.patient_id)
        }
    }
}
