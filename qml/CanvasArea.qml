import QtQuick
import Archivolt

// The drawing, and what lies over it.
Item {
    id: root

    required property Document document
    required property CanvasModes modes
    property Settings settings
    readonly property alias canvas: canvas
    readonly property MarkModel marks: MarkModel {
        canvas: canvas
    }
    readonly property CanvasEdits edits: CanvasEdits {
        canvas: canvas
    }
    readonly property BadgeList list: BadgeList {
        canvas: canvas
    }
    signal connectAsked

    function rename() {
        if (marks.kind === "note")
            (note.make() as NoteOnCanvas).begin();
        else
            (name.make() as NameOnCanvas).begin();
    }

    // From another panel: what is named is first brought into view.
    function renameSelected() {
        canvas.bringSelectedIntoView();
        rename();
    }

    clip: true

    // Shows for a moment beyond what was painted when the view is zoomed out.
    Rectangle {
        anchors.fill: parent
        color: Theme.canvas
    }

    DesignCanvas {
        id: canvas

        anchors.fill: parent
        document: root.document
        mode: root.modes.mode
        dark: Theme.dark
        settings: root.settings
        corner: Qt.size(controls.x + controls.width, controls.height + 24)
        activeFocusOnTab: true
        Accessible.role: Accessible.Canvas
        Accessible.name: qsTr("Drawing of %1").arg(root.document.name)
        Accessible.description: root.document.selectedName
        onRenameRequested: root.rename()
        onMenuRequested: at => (menu.make() as CanvasMenu).popup(canvas, at.x, at.y)
    }

    // What is opened or made new is worked at next, with the keyboard too.
    Connections {
        target: root.document

        function onDrawingChanged(another: bool) {
            if (another)
                canvas.forceActiveFocus(Qt.OtherFocusReason);
        }
    }
    OnDemand {
        id: name

        page: "NameOnCanvas.qml"
        given: ({
                canvas: canvas
            })
    }
    OnDemand {
        id: note

        page: "NoteOnCanvas.qml"
        given: ({
                marks: root.marks
            })
    }
    // Made when it is asked for, and anew each time.
    Loader {
        id: listing

        Connections {
            target: root.list

            function onChanged() {
                if (root.list.isOpen)
                    listing.setSource("BadgePopup.qml", {
                        list: root.list
                    });
                else
                    listing.source = "";
            }
        }
    }
    OnDemand {
        page: "ParentsOffer.qml"
        given: ({
                edits: root.edits
            })
        wanted: root.edits.lacking !== ""
    }
    OnDemand {
        id: menu

        page: "CanvasMenu.qml"
        given: ({
                marks: root.marks,
                edits: root.edits,
                canvas: canvas,
                document: Qt.binding(() => root.document),
                modes: root.modes
            })

        Connections {
            target: menu.item as CanvasMenu

            function onRenameAsked() {
                root.rename();
            }
            function onConnectAsked() {
                root.connectAsked();
            }
        }
    }

    Shortcut {
        sequences: ["Shift+2"]
        enabled: canvas.activeFocus
        onActivated: canvas.fitSelection()
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
        id: controls

        canvas: canvas
        document: root.document
        anchors {
            left: parent.left
            bottom: parent.bottom
            margins: 16
        }
    }

    MiniMapFrame {
        id: map

        canvas: canvas
    }

    NewsLine {
        readonly property bool hasMap: map.visible && map.y > parent.height / 2
        readonly property real least: controls.x + controls.width + 12
        readonly property bool fits: !hasMap || implicitWidth <= map.x - 12 - least
        readonly property real most: hasMap && fits ? map.x - 12 : parent.width - 16

        news: root.modes.news
        // In the middle, but never over the controls or the small map: above that where it is long.
        x: Math.max(Math.min((parent.width - width) / 2, most - width), least)
        width: Math.min(implicitWidth, most - least)
        anchors {
            bottom: parent.bottom
            bottomMargin: fits ? 16 : parent.height - map.y + 12
        }
    }

    ConnectionCheck {
        id: connectionCheck

        canvas: canvas
    }
    NoticeBar {
        document: root.document
        check: connectionCheck
        onAsked: root.modes.askWhether(connectionCheck.from, connectionCheck.to, connectionCheck.port)
        anchors {
            horizontalCenter: parent.horizontalCenter
            top: parent.top
            topMargin: 16
        }
    }
}
