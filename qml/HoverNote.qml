import QtQuick
import Archivolt

// The whole name of what the pointer rests on.
Rectangle {
    id: root

    required property DesignCanvas canvas

    visible: opacity > 0
    opacity: settled.shows && canvas.hoveredName !== "" && !canvas.isDragging ? 1 : 0
    x: Math.max(8, Math.min(canvas.pointer.x + 14, canvas.width - width - 8))
    y: Math.max(8, Math.min(canvas.pointer.y + 20, canvas.height - height - 8))
    width: name.implicitWidth + 20
    height: name.implicitHeight + 12
    radius: 7
    color: Theme.raised
    border.color: Theme.line

    PlainText {
        id: name

        anchors.centerIn: parent
        text: root.canvas.hoveredName
        color: Theme.text
        font.pixelSize: 12
    }

    Timer {
        id: settled

        property bool shows: false

        interval: 500
        onTriggered: shows = true
    }

    Connections {
        target: root.canvas

        function onHoveredChanged() {
            settled.shows = false;
            settled.restart();
        }
    }
}
