import QtQuick
import QtQuick.Layouts
import Archivolt

CanvasCard {
    id: root

    required property DesignCanvas canvas
    required property Document document

    width: row.implicitWidth + 8
    height: 40
    opacity: cover.hides && !pointer.hovered ? 0.3 : 1

    HoverHandler {
        id: pointer
    }
    CanvasCover {
        id: cover

        canvas: root.canvas
        area: Qt.rect(root.x, root.y, root.width, root.height)
    }
    Behavior on opacity {
        NumberAnimation {
            duration: 120
            easing.type: Easing.OutQuad
        }
    }
    RowLayout {
        id: row

        anchors.centerIn: parent
        spacing: 0

        ActionButton {
            iconName: "minus"
            quiet: true
            hint: qsTr("Zoom out (Ctrl+−)")
            onClicked: root.canvas.zoomOut()
        }
        ActionButton {
            text: root.canvas.zoomPercent + " %"
            quiet: true
            hint: qsTr("Zoom to 100 % (Ctrl+0)")
            Layout.preferredWidth: 68
            onClicked: root.canvas.zoomToWhole()
        }
        ActionButton {
            iconName: "plus"
            quiet: true
            hint: qsTr("Zoom in (Ctrl++)")
            onClicked: root.canvas.zoomIn()
        }
        ActionButton {
            iconName: "fit"
            quiet: true
            hint: qsTr("Show everything (Shift+1)")
            onClicked: root.canvas.fit()
        }
    }
}
