// Several records under one document, or one to be sure of: who is it for?
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../parts"

KScreen {
    id: root

    readonly property var people: root.screen.people
    readonly property bool one: people.length === 1
    readonly property bool noted: people.some(person => person.note)
    readonly property int rowH: Math.max(Theme.rowH + Theme.sp4, Theme.lines("title", 1) + Theme.lines("caption", noted ? 2 : 1) + Theme.sp4)
    readonly property int most: Theme.elder ? 4 : people.length
    readonly property int room: Math.max(1, Math.min(most, Math.floor((heightLeft - Theme.chipH) / (rowH + Theme.gap))))
    readonly property int pageSize: people.length <= most && people.length * (rowH + Theme.gap) - Theme.gap <= heightLeft ? people.length : room

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
        y: (root.heightLeft - height) * 0.2
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
                big: true
                required property int index
                readonly property int at: pager.page * root.pageSize + index
                readonly property var person: root.people[at]

                objectName: "person-" + (at + 1)
                implicitHeight: root.rowH
                icon: root.icon(person)
                title: person.name
                detail: [root.described(person), person.note ?? ""].filter(each => each !== "").join(" · ")
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
