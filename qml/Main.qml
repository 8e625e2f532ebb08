pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

ApplicationWindow {
    id: root

    property Workspace workspace: Workspace {}
    property Document document: workspace.current
    property Settings settings: Settings {}
    readonly property ConnectModel ends: ConnectModel {
        canvas: area.canvas
    }

    function showLeft(page) {
        settings.leftShown = true;
        settings.leftPage = page;
        left.search();
    }

    function turnPanel(template) {
        findings.shown = modes.kind !== CanvasModes.Design || !findings.shown || findings.showsTemplate !== template;
        findings.showsTemplate = template;
        modes.kind = CanvasModes.Design;
    }

    Component.onCompleted: {
        width = Math.min(settings.windowWidth, Screen.width);
        height = Math.min(settings.windowHeight, Screen.height);
        Theme.follow(settings.theme);
    }
    width: 1440
    height: 900
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
        root.settings.windowWidth = width;
        root.settings.windowHeight = height;
        root.workspace.quit();
    }
    onActiveChanged: {
        if (active)
            root.workspace.lookAtDisk();
    }

    Connections {
        target: root.settings

        function onChanged() {
            Theme.follow(root.settings.theme);
        }
    }
    Binding {
        target: root.document
        property: "exportsDark"
        value: Theme.dark
    }
    Connections {
        target: root.workspace

        function onAboutToTurn() {
            area.canvas.forceActiveFocus(Qt.OtherFocusReason);
        }
        function onQuitAsked() {
            Qt.exit(0);
        }
    }

    PanelModels {
        id: panels

        document: root.document
    }
    Commands {
        id: commands

        document: root.document
        workspace: root.workspace
        canvas: area.canvas
        modes: modes
        marks: area.marks
        edits: area.edits
        onNewAsked: root.document.files.openExample("new")
        onNetworkAsked: chooser.openNetwork()
        onPaletteAsked: root.showLeft(0)
        onOutlineAsked: root.showLeft(1)
        onLeftAsked: root.settings.leftShown = !root.settings.leftShown
        onInspectorAsked: root.settings.inspectorShown = !root.settings.inspectorShown
        onProblemsAsked: root.turnPanel(false)
        onTemplateAsked: root.turnPanel(true)
        onFindAsked: finder.open()
        onCommandsAsked: commandPalette.open()
        onSettingsAsked: settingsDialog.open()
        onDarkAsked: root.settings.theme = Theme.dark ? "light" : "dark"
        onShortcutsAsked: shortcutSheet.open()
        onAboutAsked: aboutDialog.open()
        onQuitAsked: root.close()
        onRenameAsked: inspector.beginRename()
        onReviewAsked: reviewModel.againstSaved()
        isDescribed: described.isDescribed
        onCleanTemplateAsked: cleanTemplate.open()
        onFlowLogAsked: {
            modes.kind = CanvasModes.Reach;
            bottom.chooseLog();
        }
        onConnectAsked: connector.open()
        onPropertiesAsked: {
            root.settings.inspectorShown = true;
            side.inspects = true;
            inspector.enter();
        }
    }
    DescribedNetwork {
        id: described

        document: root.document
    }
    ReviewModel {
        id: reviewModel

        document: root.document
    }
    CommandShortcuts {
        commands: commands
    }
    CanvasModes {
        id: modes

        document: root.document
    }
    Connections {
        target: modes.reach

        function onAsked() {
            root.settings.inspectorShown = true;
            side.inspects = false;
        }
    }
    Connections {
        target: modes.access

        function onAsked() {
            side.inspects = false;
        }
    }

    header: Column {
        TopBar {
            document: root.document
            commands: commands
            problemsShown: findings.visible
            modes: modes
            width: parent.width
            onOpenAsked: root.document.files.open()
            onSaveAsked: root.document.files.save()
            onExportAsked: root.document.files.exportCopy()
            onProblemsAsked: root.turnPanel(false)
        }
        TabStrip {
            workspace: root.workspace
            width: parent.width
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
            visible: root.settings.leftShown
            page: root.settings.leftPage
            Layout.preferredWidth: Theme.leftWidth
            Layout.fillHeight: true
            onPlaceAsked: part => area.canvas.placeAtSelection(part)
            onDragAsked: part => area.canvas.beginPlacing(part)
            onPageAsked: page => root.settings.leftPage = page
            onCloseAsked: root.settings.leftShown = false
            onLeaveAsked: area.canvas.forceActiveFocus(Qt.ShortcutFocusReason)
        }

        ColumnLayout {
            spacing: 0

            CanvasArea {
                id: area

                document: root.document
                modes: modes
                settings: root.settings
                onConnectAsked: connector.open()
                Layout.fillWidth: true
                Layout.fillHeight: true

                EmptyHint {
                    visible: panels.outline.isEmpty
                    anchors {
                        horizontalCenter: parent.horizontalCenter
                        bottom: parent.bottom
                        bottomMargin: 96
                    }
                }
            }

            // Always part of the layout, which would else miss that it shows.
            Item {
                Layout.fillWidth: true
                Layout.preferredHeight: findings.visible ? Math.max(120, Math.min(root.settings.bottomHeight, root.height - 320)) : 0

                FindingsPanel {
                    id: findings

                    property bool shown: root.document.hasErrors

                    anchors.fill: parent
                    document: root.document
                    problems: panels.problems
                    visible: shown && !bottom.visible
                    onHeightAsked: height => root.settings.bottomHeight = Math.max(120, Math.min(height, root.height - 320))
                    onCloseAsked: shown = false
                }
            }

            ModeBottom {
                id: bottom

                modes: modes
                document: root.document
                visible: modes.kind !== CanvasModes.Design
                onRuleOpened: side.inspects = true
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            spacing: 0
            visible: root.settings.inspectorShown
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
                marks: area.marks
                visible: !side.visible || side.inspects
                onLeaveAsked: area.canvas.forceActiveFocus(Qt.ShortcutFocusReason)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }

    ReviewPage {
        anchors.fill: parent
        anchors.topMargin: news.height
        review: reviewModel
        document: root.document
        z: 1
    }

    // A file that is dropped anywhere opens.
    DropArea {
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => {
            if (drop.urls.length > 0 && !bottom.takesDrop(drop.urls[0].toString()))
                panels.openUrl(drop.urls[0]);
        }
    }

    // Loaded only while it shows: a layout that is hidden keeps what its lists have thrown away.
    Loader {
        readonly property bool shown: !root.document.isOpen

        function load() {
            if (shown)
                setSource("StartPage.qml", {
                    document: root.document,
                    workspace: root.workspace
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
        id: chooser

        files: root.document.files
        anchors.centerIn: parent
    }
    FileQuestions {
        files: root.document.files
    }
    DifferencesDialog {
        files: root.document.files
    }
    SearchPopup {
        id: commandPalette

        model: commands.found
        placeholder: qsTr("Find a command")
        empty: qsTr("No command is called “%1”.")
        onFiltered: text => commands.found.filter = text
        onChosen: (row, name) => commands.run(name)
    }
    SearchPopup {
        id: finder

        model: panels.find
        placeholder: qsTr("Find a resource, a type, a property or an address")
        empty: qsTr("Nothing here has to do with “%1”.")
        onFiltered: text => panels.find.filter = text
        onChosen: row => {
            panels.find.reveal(row);
            area.canvas.forceActiveFocus(Qt.ShortcutFocusReason);
        }
    }
    SearchPopup {
        id: connector

        model: root.ends
        placeholder: qsTr("Connect %1 with").arg(root.document.selectedName)
        empty: qsTr("Nothing that could be connected is called “%1”.")
        onFiltered: text => root.ends.filter = text
        onChosen: row => {
            root.ends.connectTo(row);
            area.canvas.forceActiveFocus(Qt.ShortcutFocusReason);
        }
    }
    ShortcutSheet {
        id: shortcutSheet

        commands: commands
    }
    SettingsDialog {
        id: settingsDialog

        settings: root.settings
    }
    AboutDialog {
        id: aboutDialog
    }
    CleanTemplateDialog {
        id: cleanTemplate

        network: described
    }
    RemoveDialog {
        removal: root.document.removal
    }
}
