// Something is being done: a turning ring.
import QtQuick
import ".."

KIcon {
    id: spinner

    size: Theme.iconXl
    name: "loader-circle"
    color: Theme.primary

    RotationAnimator on rotation {
        from: 0
        to: 360
        duration: Theme.loop / 2
        loops: Animation.Infinite
        running: spinner.visible && Theme.motion
    }
}
