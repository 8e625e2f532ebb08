pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
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

    // Goes on with what was asked for: another file, the end, or nothing.
    function proceed(next: string) {
        if (next === "open")
            openDialog.open();
        else if (next === "quit")
            Qt.exit(0);
    }

    function askThen(next: string) {
        if (root.document.isDirty)
            unsaved.ask(next);
        else
            proceed(next);
    }

    function saveThen(next: string) {
        if (!root.document.hasFile)
            saveDialog.openThen(next);
        else if (root.document.save())
            proceed(next);
    }

    onClosing: close => {
        close.accepted = !root.document.isDirty;
        if (root.document.isDirty)
            unsaved.ask("quit");
    }

    Shortcut {
        sequences: ["Ctrl+O"]
        onActivated: root.askThen("open")
    }
    Shortcut {
        sequences: ["Ctrl+S"]
        enabled: root.document.isOpen
        onActivated: root.saveThen("")
    }
    Shortcut {
        sequences: ["Ctrl+Shift+S"]
        enabled: root.document.isOpen
        onActivated: saveDialog.openThen("")
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
        onActivated: exportDialog.open()
    }
    Shortcut {
        sequences: ["Ctrl++", "Ctrl+="]
        enabled: root.document.isOpen
        onActivated: canvas.zoomIn()
    }
    Shortcut {
        sequences: ["Ctrl+-"]
        enabled: root.document.isOpen
        onActivated: canvas.zoomOut()
    }
    Shortcut {
        sequences: ["Ctrl+0"]
        enabled: root.document.isOpen
        onActivated: canvas.zoomToWhole()
    }
    Shortcut {
        sequences: ["Shift+1", "!"]
        enabled: root.document.isOpen && canvas.activeFocus
        onActivated: canvas.fit()
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        onActivated: root.close()
    }

    header: TopBar {
        document: root.document
        problemsShown: findings.visible
        onOpenAsked: root.askThen("open")
        onSaveAsked: root.saveThen("")
        onExportAsked: exportDialog.open()
        onProblemsAsked: findings.shown = !findings.shown
    }

    footer: StatusLine {
        document: root.document
        visible: root.document.isOpen
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0
        visible: root.document.isOpen

        ColumnLayout {
            spacing: 0

            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true
                clip: true

                DesignCanvas {
                    id: canvas

                    anchors.fill: parent
                    document: root.document
                    dark: Theme.dark
                    activeFocusOnTab: true
                    Accessible.role: Accessible.Canvas
                    Accessible.name: qsTr("Drawing of %1").arg(root.document.name)
                    Accessible.description: root.document.selectedName
                    onRenameRequested: inspector.beginRename()
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

                NoticeBar {
                    document: root.document
                    anchors {
                        horizontalCenter: parent.horizontalCenter
                        top: parent.top
                        topMargin: 16
                    }
                }
            }

            FindingsPanel {
                id: findings

                property bool shown: root.document.hasErrors

                document: root.document
                visible: shown
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.findingsHeight
                onCloseAsked: shown = false
            }
        }

        Inspector {
            id: inspector

            document: root.document
            Layout.preferredWidth: Theme.inspectorWidth
            Layout.fillHeight: true
        }
    }

    StartPage {
        anchors.fill: parent
        visible: !root.document.isOpen
        document: root.document
        onOpenAsked: openDialog.open()
    }

    OpenFailure {
        anchors.fill: parent
        document: root.document
        onOpenAsked: openDialog.open()
    }

    FileDialog {
        id: openDialog

        title: qsTr("Open a template or a project")
        nameFilters: [qsTr("Templates and projects (*.yaml *.yml *.json *.template *.archivolt)"), qsTr("All files (*)")]
        onAccepted: root.document.openUrl(selectedFile)
    }

    FileDialog {
        id: saveDialog

        property string next

        function openThen(after: string) {
            next = after;
            selectedFile = root.document.suggestedFile;
            open();
        }

        title: qsTr("Save as")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("CloudFormation template (*.yaml *.yml *.json *.template)"), qsTr("Archivolt project (*.archivolt)")]
        onAccepted: {
            if (root.document.saveAs(selectedFile))
                root.proceed(next);
        }
    }

    FileDialog {
        id: exportDialog

        title: qsTr("Export")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("CloudFormation (*.yaml *.json)"), qsTr("Picture (*.svg *.png *.pdf)")]
        onAccepted: root.document.exportTo(selectedFile, Theme.dark)
    }

    UnsavedDialog {
        id: unsaved

        document: root.document
        anchors.centerIn: parent
        onSaveAsked: next => root.saveThen(next)
        onDiscardAsked: next => {
            root.document.discardChanges();
            root.proceed(next);
        }
    }
}
