import QtQuick
import Archivolt

// The whole drawing in a corner, while there is more of it than shows; it makes way for the pointer,
// and for what is drawn where it is.
CanvasCard {
    id: root

    required property DesignCanvas canvas
    readonly property bool near: canvas.isDragging && contains(Qt.point(canvas.pointer.x - x, canvas.pointer.y - y))

    width: 208
    height: 132
    x: canvas.width - width - map.margin
    y: map.goesUp ? map.margin : canvas.height - height - map.margin
    visible: map.needed && canvas.width > 640
    opacity: near ? 0.2 : map.hides && !pointer.hovered ? 0.3 : 1

    HoverHandler {
        id: pointer
    }

    Behavior on opacity {
        NumberAnimation {
            duration: 120
            easing.type: Easing.OutQuad
        }
    }

    MiniMap {
        id: map

        anchors.fill: parent
        anchors.margins: 4
        canvas: root.canvas
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("The whole drawing, small")
    }
}
