// Whatever can be tapped is one of these: it answers at once, by colour and size, shows where the keys stand, and has
// a name for the ear. Give it an objectName (stable, unique on its screen) and `speak`.
import QtQuick
import ".."

Item {
    id: tap

    readonly property bool kTouch: true
    property string speak
    property real radius: Theme.rM
    property int accessibleRole: Accessible.Button
    property bool checked: false
    property real above: 0 // takes touches so far above itself, too
    readonly property bool pressed: area.pressed && tap.enabled
    readonly property bool ringed: activeFocus && Theme.keys
    default property alias content: face.data

    signal tapped

    Accessible.role: accessibleRole
    Accessible.name: speak
    Accessible.focusable: true
    Accessible.checked: checked
    Accessible.onPressAction: if (tap.enabled) tap.tapped()

    Rectangle {
        visible: tap.ringed
        anchors.fill: parent
        anchors.margins: -Theme.focusOuter - Theme.focusInner
        radius: tap.radius + Theme.focusOuter + Theme.focusInner
        color: Theme.focusInnerColor
        border.width: Theme.focusOuter
        border.color: Theme.focusOuterColor
    }

    Item {
        id: face

        anchors.fill: parent
        scale: tap.pressed ? Theme.pressScale : 1
        Behavior on scale {
            enabled: Theme.motion
            NumberAnimation {
                duration: Theme.press
            }
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        anchors.topMargin: -tap.above
        onClicked: tap.tapped()
    }
}
