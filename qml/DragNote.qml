import QtQuick
import Archivolt

// Says beside the pointer what a drop here would do, or why it can't be.
Rectangle {
    id: root

    required property DesignCanvas canvas
    readonly property real wanted: canvas.pointer.x + 16

    visible: canvas.isDragging && canvas.dropNote !== ""
    x: Math.max(8, Math.min(wanted, canvas.width - width - 8))
    y: Math.max(8, Math.min(canvas.pointer.y + 20, canvas.height - height - 8))
    width: Math.min(360, note.implicitWidth + 24)
    height: note.implicitHeight + 12
    radius: 7
    color: canvas.isDropLegal ? Theme.passSoft : Theme.stopSoft
    border.color: canvas.isDropLegal ? Theme.pass : Theme.stop

    PlainText {
        id: note

        anchors.centerIn: parent
        width: Math.min(336, implicitWidth)
        text: root.canvas.dropNote
        color: root.canvas.isDropLegal ? Theme.pass : Theme.stop
        font.pixelSize: 12
        font.weight: Font.Medium
        wrapMode: Text.Wrap
    }
}
