// Several records under one document, or one to be sure of: who is it for?
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var people: root.screen.people
    readonly property bool one: people.length === 1
    readonly property int rowH: Theme.rowH + Theme.sp4
    readonly property int fit: Math.max(1, Math.floor((root.heightLeft - Theme.chipH) / (rowH + Theme.gap)))
    readonly property int pageSize: people.length * (rowH + Theme.gap) - Theme.gap <= root.heightLeft ? people.length : fit

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
    calmIcon: "users-round"
    back: true
    backChoice: "not-me"
    backText: one ? Words.tr("Not me") : Words.tr("None of these")
    nextText: one ? Words.tr("Yes, it is me") : ""
    nextChoice: "me"
    nextValue: one ? people[0].patient_id : ""

    KPerson {
        visible: root.one
        icon: root.icon(root.people[0])
        name: root.people[0].name
        detail: root.described(root.people[0])
        note: root.people[0].note ?? ""
    }
    Column {
        id: list

        visible: !root.one
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: root.one ? 0 : Math.min(root.pageSize, root.people.length - pager.page * root.pageSize)

            KListRow {
                required property int index
                readonly property int at: pager.page * root.pageSize + index
                readonly property var person: root.people[at]

                objectName: "person-" + (at + 1)
                implicitHeight: root.rowH
                icon: root.icon(person)
                title: person.name
                value: root.described(person)
                detail: person.note ?? ""
                onTapped: root.answered("me", person.patient_id)
            }
        }
    }
    KPager {
        id: pager

        anchors.bottom: parent.bottom
        pages: root.one ? 1 : Math.ceil(root.people.length / root.pageSize)
    }
}
