// The window: one screen at a time on a 1080 x 1920 canvas that is scaled to fit, and a question over it.
import QtQuick
import QtQuick as Quick // this file's own name is Window
import Kiosk
import "parts"

Quick.Window {
    id: window

    property real fit: Math.min(width / Theme.width, height / Theme.height)
    readonly property KScreen front: (warning.item ?? loader.item) as KScreen
    readonly property Item page: front // for those outside QML, who cannot know the type

    // The screen before this one, and where its list stood: back from the details of a bill, one finds the same page.
    property string beforeName
    property var beforeMark: null

    // Whose page stands there. What somebody who has gone leaves behind is never waited on, filled anew or come back to.
    property string whose
    property int visit
    property int deafFor: Theme.pressAgain
    readonly property alias deaf: uncovered.running
    readonly property bool gone: whose !== "" && (whose !== Bridge.patient || visit !== Bridge.visit)

    color: Theme.bg
    title: Words.tr("Hospital terminal")

    // A screen of the same class changes in place; another class is another file. A wait leaves the page where it is,
    // faded at once to say that the tap was heard: most waits are over within a second, and nothing has jumped.
    function follow() {
        const page = loader.item as KScreen;
        const waits = !gone && Bridge.name === "Waiting" && !Bridge.screen.detail && Theme.motion;
        patience.stop();
        if (page && waits && page.screenId !== "Waiting") {
            page.heard = true;
            patience.start();
            return;
        }
        turnPage(page);
    }

    function turnPage(page: KScreen) {
        const anew = gone;
        whose = Bridge.patient;
        visit = Bridge.visit;
        if (page && !anew && page.screenId === Bridge.name) {
            page.heard = false;
            page.turn = Bridge.turn;
            page.screen = Bridge.screen;
            return;
        }
        const mark = !anew && Bridge.name === beforeName ? beforeMark : null;
        beforeName = page && !anew ? page.screenId : "";
        beforeMark = page && page.list ? page.list.mark() : null;
        loader.setSource(Qt.resolvedUrl("screens/" + Bridge.name + ".qml"), {
            "screenId": Bridge.name,
            "screen": Bridge.screen,
            "turn": Bridge.turn,
            "listMark": mark
        });
        slide.restart();
    }

    Timer {
        id: patience

        interval: Theme.second
        onTriggered: {
            window.turnPage(loader.item as KScreen);
            loader.item.passed = 1;
        }
    }

    // The second press on a question that was answered with the first would land on what lay below.
    Timer {
        id: uncovered

        interval: window.deafFor
    }

    function overlay() {
        if (!Bridge.warning) {
            if (warning.item)
                uncovered.restart();
            warning.source = "";
        } else
            warning.setSource(Qt.resolvedUrl("screens/" + Bridge.warning.kind + ".qml"), {
                "screenId": Bridge.warning.kind,
                "screen": Bridge.warning,
                "turn": Bridge.turn
            });
    }

    // Such a question answers by itself: the press would take it away before the finger is lifted from "exit".
    function touched() {
        if (!Bridge.warning)
            Bridge.touched();
    }

    function answer(page: var, choice: string, value: string) {
        if (!deaf || page !== loader.item)
            Bridge.answer(page.turn, choice, value);
    }

    Connections {
        target: Bridge

        function onScreenChanged() {
            window.follow();
        }
        function onWarningChanged() {
            window.overlay();
        }
    }

    Item {
        id: canvas

        objectName: "canvas"
        width: Theme.width
        height: Theme.height
        scale: window.fit
        transformOrigin: Item.TopLeft
        x: (window.width - width * scale) / 2
        y: (window.height - height * scale) / 2
        clip: true

        FocusScope {
            id: keys

            anchors.fill: parent
            focus: true
            Keys.onPressed: event => {
                Theme.keys = true;
                window.touched();
                if (!window.front)
                    return;
                event.accepted = true;
                switch (event.key) {
                case Qt.Key_Down:
                case Qt.Key_Tab:
                    return window.front.moveFocus(1);
                case Qt.Key_Up:
                case Qt.Key_Backtab:
                    return window.front.moveFocus(-1);
                case Qt.Key_Return:
                case Qt.Key_Enter:
                    return window.front.pressFocused();
                case Qt.Key_Escape:
                case Qt.Key_Back:
                    return window.front.goBack();
                case Qt.Key_F1:
                case Qt.Key_Help:
                    return window.front.answered("session.help", "");
                }
                event.accepted = false;
            }

            Loader {
                id: loader

                width: parent.width
                height: parent.height

                Connections {
                    target: loader.item

                    function onAnswered(choice: string, value: string) {
                        window.answer(loader.item, choice, value);
                    }
                }
            }
            Loader {
                id: warning

                anchors.fill: parent

                Connections {
                    target: warning.item

                    function onAnswered(choice: string, value: string) {
                        window.answer(warning.item, choice, value);
                    }
                }
            }
        }

        ParallelAnimation {
            id: slide

            NumberAnimation {
                target: loader
                property: "x"
                from: Theme.motion ? Theme.pageShift : 0
                to: 0
                duration: Theme.page
                easing.type: Easing.OutCubic
            }
        }
    }

    // Sees every touch and takes none.
    Item {
        anchors.fill: parent

        PointHandler {
            onActiveChanged: {
                if (active) {
                    Theme.keys = false;
                    window.touched();
                }
            }
        }
    }
}
