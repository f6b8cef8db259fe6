// The hidden way in for a technician: the upper left corner of the screen, held for five seconds. It takes no touch
// from what lies beneath.
import QtQuick
import ".."

Item {
    id: corner

    signal held

    width: Theme.headerH
    height: Theme.headerH

    TapHandler {
        longPressThreshold: Theme.hold / Theme.second
        gesturePolicy: TapHandler.DragThreshold
        onLongPressed: corner.held()
    }
}
