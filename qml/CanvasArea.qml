import QtQuick
import Archivolt

// The drawing, and what lies over it.
Item {
    id: root

    required property Document document
    required property CanvasModes modes
    readonly property alias canvas: canvas
    signal renameRequested

    clip: true

    DesignCanvas {
        id: canvas

        anchors.fill: parent
        document: root.document
        mode: root.modes.mode
        dark: Theme.dark
        activeFocusOnTab: true
        Accessible.role: Accessible.Canvas
        Accessible.name: qsTr("Drawing of %1").arg(root.document.name)
        Accessible.description: root.document.selectedName
        onRenameRequested: root.renameRequested()
    }

    FocusFrame {
        target: canvas
    }

    DragNote {
        canvas: canvas
    }

    HoverNote {
        canvas: canvas
    }

    CanvasControls {
        canvas: canvas
        document: root.document
        anchors {
            left: parent.left
            bottom: parent.bottom
            margins: 16
        }
    }

    NewsLine {
        news: root.modes.news
        anchors {
            horizontalCenter: parent.horizontalCenter
            bottom: parent.bottom
            bottomMargin: 16
        }
    }

    NoticeBar {
        document: root.document
        anchors {
            horizontalCenter: parent.horizontalCenter
            top: parent.top
            topMargin: 16
        }
    }
}
