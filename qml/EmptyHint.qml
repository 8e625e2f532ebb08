import QtQuick
import Archivolt

// What to do first, on a canvas that holds nothing.
Rectangle {
    id: root

    width: words.width + 40
    height: words.height + 32
    radius: 10
    color: Theme.raised
    border.color: Theme.line

    PlainText {
        id: words

        anchors.centerIn: parent
        width: Math.min(360, root.parent.width - 80)
        text: qsTr("Nothing here yet. Drag something from Add onto the canvas, such as the pattern “VPC in two zones”, or double-click it. By key: Ctrl+Shift+A, Down, Enter.")
        color: Theme.muted
        font.pixelSize: 13
        lineHeight: 1.3
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
}
