pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

ApplicationWindow {
    id: root

    required property Document document

    width: Math.min(1440, Screen.width)
    height: Math.min(900, Screen.height)
    minimumWidth: 900
    minimumHeight: 560
    visible: true
    title: document.windowTitle
    color: Theme.window
    palette {
        window: Theme.window
        windowText: Theme.text
        base: Theme.surface
        text: Theme.text
        button: Theme.surface
        buttonText: Theme.text
        light: Theme.raised
        midlight: Theme.line
        mid: Theme.line
        dark: Theme.muted
        highlight: Theme.accentSoft
        highlightedText: Theme.text
        placeholderText: Theme.muted
        toolTipBase: Theme.raised
        toolTipText: Theme.text
    }

    // The window closes when nothing stands in the way any more.
    onClosing: close => {
        close.accepted = false;
        root.document.files.quit();
    }
    onActiveChanged: {
        if (active)
            root.document.files.lookAtDisk();
    }

    Binding {
        target: root.document
        property: "exportsDark"
        value: Theme.dark
    }
    Connections {
        target: root.document.files

        function onQuitAsked() {
            Qt.exit(0);
        }
    }

    PanelModels {
        id: panels

        document: root.document
    }
    Shortcut {
        sequences: ["Ctrl+B"]
        enabled: root.document.isOpen
        onActivated: left.visible = !left.visible
    }
    Shortcut {
        sequences: ["Ctrl+O"]
        onActivated: root.document.files.open()
    }
    Shortcut {
        sequences: ["Ctrl+S"]
        enabled: root.document.isOpen
        onActivated: root.document.files.save()
    }
    Shortcut {
        sequences: ["Ctrl+Shift+S"]
        enabled: root.document.isOpen
        onActivated: root.document.files.saveAs()
    }
    Shortcut {
        sequences: ["Ctrl+Z"]
        enabled: root.document.canUndo
        onActivated: root.document.undo()
    }
    Shortcut {
        sequences: ["Ctrl+Y", "Ctrl+Shift+Z"]
        enabled: root.document.canRedo
        onActivated: root.document.redo()
    }
    Shortcut {
        sequences: ["Ctrl+E"]
        enabled: root.document.isOpen
        onActivated: root.document.files.exportCopy()
    }
    Shortcut {
        sequences: ["Ctrl++", "Ctrl+="]
        enabled: root.document.isOpen
        onActivated: area.canvas.zoomIn()
    }
    Shortcut {
        sequences: ["Ctrl+-"]
        enabled: root.document.isOpen
        onActivated: area.canvas.zoomOut()
    }
    Shortcut {
        sequences: ["Ctrl+0"]
        enabled: root.document.isOpen
        onActivated: area.canvas.zoomToWhole()
    }
    Shortcut {
        sequences: ["Shift+1"]  // With "!" besides, both match under X and neither fires.
        enabled: root.document.isOpen && area.canvas.activeFocus
        onActivated: area.canvas.fit()
    }
    Shortcut {
        sequences: ["Ctrl+T"]
        enabled: root.document.isOpen
        onActivated: {
            findings.showsTemplate = !findings.shown || !findings.showsTemplate;
            findings.shown = true;
        }
    }
    Shortcut {
        sequences: ["Ctrl+W"]
        enabled: root.document.isOpen
        onActivated: root.document.files.closeDesign()
    }
    CanvasModes {
        id: modes

        document: root.document
    }
    Connections {
        target: modes.reach

        function onAsked() {
            side.inspects = false;
        }
    }
    Repeater {
        model: ["Alt+1", "Alt+2"]

        Item {
            id: key

            required property int index
            required property string modelData

            Shortcut {
                sequences: [key.modelData]
                enabled: root.document.isOpen
                onActivated: modes.kind = key.index
            }
        }
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        onActivated: root.close()
    }

    header: TopBar {
        document: root.document
        problemsShown: findings.visible
        modes: modes
        onOpenAsked: root.document.files.open()
        onSaveAsked: root.document.files.save()
        onExportAsked: root.document.files.exportCopy()
        onProblemsAsked: {
            findings.shown = modes.kind !== CanvasModes.Design || !findings.shown;
            modes.kind = CanvasModes.Design;
        }
    }

    footer: StatusLine {
        document: root.document
        visible: root.document.isOpen
    }

    FileNews {
        id: news

        files: root.document.files
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    RowLayout {
        anchors.fill: parent
        anchors.topMargin: news.height
        spacing: 0
        visible: root.document.isOpen

        LeftPanel {
            id: left

            models: panels
            Layout.preferredWidth: Theme.leftWidth
            Layout.fillHeight: true
            onPlaceAsked: part => area.canvas.placeAtSelection(part)
            onDragAsked: part => area.canvas.beginPlacing(part)
            onCloseAsked: visible = false
        }

        ColumnLayout {
            spacing: 0

            CanvasArea {
                id: area

                document: root.document
                modes: modes
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            FindingsPanel {
                id: findings

                property bool shown: root.document.hasErrors

                document: root.document
                visible: shown && !bottom.visible
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.findingsHeight
                onCloseAsked: shown = false
            }

            ModeBottom {
                id: bottom

                modes: modes
                visible: modes.kind !== CanvasModes.Design
                onRuleOpened: side.inspects = true
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: false
            Layout.preferredWidth: inspector.chosenWidth

            ModeTabs {
                id: side

                modes: modes
                visible: modes.kind !== CanvasModes.Design
                Layout.fillWidth: true
            }
            ModeSide {
                modes: modes
                visible: side.visible && !side.inspects
                onRuleOpened: side.inspects = true
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            Inspector {
                id: inspector

                document: root.document
                visible: !side.visible || side.inspects
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }

    // Loaded only while it shows: a layout that is hidden keeps what its lists have thrown away.
    Loader {
        readonly property bool shown: !root.document.isOpen

        function load() {
            if (shown)
                setSource("StartPage.qml", {
                    document: root.document
                });
            else
                source = "";
        }

        anchors.fill: parent
        anchors.topMargin: news.height
        onShownChanged: load()
        Component.onCompleted: load()
    }

    OpenFailure {
        anchors.fill: parent
        document: root.document
        onOpenAsked: root.document.files.open()
    }

    FileChooser {
        files: root.document.files
        anchors.centerIn: parent
    }
    FileQuestions {
        files: root.document.files
    }
    DifferencesDialog {
        files: root.document.files
    }
    RemoveDialog {
        removal: root.document.removal
    }
}
