// A QR code that phones can read: black on white in every theme, at least Theme.qr wide, a quiet zone of four modules.
import QtQuick
import ".."

Rectangle {
    id: frame

    property string code
    readonly property int modules: Math.max(1, picture.implicitWidth)
    readonly property int module: Math.ceil(Theme.qr / modules)

    // A little more than the quiet zone, so that the round corners stay out of it.
    width: (modules + 2 * Theme.quiet) * module + 2 * Theme.sp1
    height: width
    radius: Theme.rM
    color: Theme.paper
    border.width: Theme.hair
    border.color: Theme.divider
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.tr("QR code")

    Image {
        id: picture

        anchors.centerIn: parent
        width: frame.modules * frame.module
        height: width
        smooth: false
        cache: false
        source: frame.code === "" ? "" : "image://code/" + encodeURIComponent(frame.code)
    }
}
