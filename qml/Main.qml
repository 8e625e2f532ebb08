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

    // Where the window is narrow, its panels are too: the drawing is what it is about.
    readonly property bool isNarrow: width < Theme.wideWindow

    // What draws is for Design: where the window is small, a mode that asks has its room, until it is wanted.
    readonly property bool isCramped: width < 1100 && modes.kind !== CanvasModes.Design
    property bool leftAsked: false

    function turnLeft() {
        const isShown = left.visible;
        leftAsked = !isShown;
        settings.leftShown = !isShown || isCramped;
    }
    function showLeft(page) {
        settings.leftShown = true;
        leftAsked = true;
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

    // The drawing comes first: the rows of the form, which take as long again, are made when it has been seen,
    // or after a moment without it.
    Timer {
        id: begin

        property bool isOver: false

        interval: 250
        running: !isOver
        onTriggered: isOver = true
    }
    Connections {
        target: root
        enabled: !begin.isOver

        function onFrameSwapped() {
            begin.isOver = !root.document.isOpen || root.document.contents !== "";
        }
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
        problems.isLooked: findings.visible && !findings.showsTemplate
        outline.isLooked: left.visible && left.page === 1
    }
    Commands {
        id: commands

        document: root.document
        workspace: root.workspace
        canvas: area.canvas
        modes: modes
        edits: area.edits
        onNewAsked: root.document.files.openExample("new")
        onNetworkAsked: chooser.openNetwork()
        onPaletteAsked: root.showLeft(0)
        onOutlineAsked: root.showLeft(1)
        onLeftAsked: root.turnLeft()
        onInspectorAsked: root.settings.inspectorShown = !root.settings.inspectorShown
        onProblemsAsked: root.turnPanel(false)
        onTemplateAsked: root.turnPanel(true)
        onFindAsked: finder.open()
        onCommandsAsked: commandPalette.open()
        onSettingsAsked: settingsDialog.open()
        onDarkAsked: root.settings.theme = Theme.dark ? "light" : "dark"
        onShortcutsAsked: shortcutSheet.open()
        onAboutAsked: aboutDialog.open()
        onMessagesAsked: messages.open()
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
        onMessagesAsked: messages.open()
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
            visible: root.settings.leftShown && (!root.isCramped || root.leftAsked)
            page: root.settings.leftPage
            Layout.preferredWidth: root.isNarrow ? Theme.narrowLeftWidth : Theme.leftWidth
            Layout.fillHeight: true
            onPlaceAsked: part => area.canvas.placeAtSelection(part)
            onDragAsked: part => area.canvas.beginPlacing(part)
            onPageAsked: page => root.settings.leftPage = page
            onCloseAsked: root.turnLeft()
            onLeaveAsked: area.canvas.forceActiveFocus(Qt.ShortcutFocusReason)
            onRenameAsked: area.renameSelected()
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

                OnDemand {
                    id: findings

                    property bool shown: root.document.hasErrors
                    property bool showsTemplate: false

                    anchors.fill: parent
                    page: "FindingsPanel.qml"
                    given: ({
                            document: Qt.binding(() => root.document),
                            problems: panels.problems,
                            showsTemplate: Qt.binding(() => findings.showsTemplate)
                        })
                    wanted: visible
                    visible: shown && !bottom.visible

                    Connections {
                        target: findings.item as FindingsPanel

                        function onPageAsked(template: bool) {
                            findings.showsTemplate = template;
                        }
                        function onHeightAsked(height: int) {
                            root.settings.bottomHeight = Math.max(120, Math.min(height, root.height - 320));
                        }
                        function onCloseAsked() {
                            findings.shown = false;
                        }
                    }
                }
            }

            OnDemand {
                id: bottom

                function chooseLog() {
                    (make() as ModeBottom).chooseLog();
                }
                function takesDrop(file: string): bool {
                    return visible && (make() as ModeBottom).takesDrop(file);
                }

                page: "ModeBottom.qml"
                given: ({
                        modes: modes,
                        document: Qt.binding(() => root.document)
                    })
                wanted: visible
                visible: modes.kind !== CanvasModes.Design
                Layout.fillWidth: true

                Connections {
                    target: bottom.item as ModeBottom

                    function onRuleOpened() {
                        side.inspects = true;
                    }
                }
            }
        }

        ColumnLayout {
            spacing: 0
            visible: root.settings.inspectorShown
            Layout.fillWidth: false
            // The rows of a question need more than those of a form.
            Layout.preferredWidth: root.isNarrow && !side.visible ? Math.min(Theme.narrowInspectorWidth, inspector.chosenWidth) : Math.max(side.visible ? Theme.inspectorWidth : 0, inspector.chosenWidth)

            OnDemand {
                id: side

                property bool inspects: false

                page: "ModeTabs.qml"
                given: ({
                        modes: modes,
                        inspects: Qt.binding(() => side.inspects)
                    })
                wanted: visible
                visible: modes.kind !== CanvasModes.Design
                Layout.fillWidth: true

                Connections {
                    target: side.item as ModeTabs

                    function onAsked(inspects: bool) {
                        side.inspects = inspects;
                    }
                }
            }
            OnDemand {
                id: question

                page: "ModeSide.qml"
                given: ({
                        modes: modes
                    })
                wanted: visible
                visible: side.visible && !side.inspects
                Layout.fillWidth: true
                Layout.fillHeight: true

                Connections {
                    target: question.item as ModeSide

                    function onRuleOpened() {
                        side.inspects = true;
                    }
                }
            }
            Inspector {
                id: inspector

                document: root.document
                marks: area.marks
                hasRows: begin.isOver
                visible: !side.visible || side.inspects
                onLeaveAsked: area.canvas.forceActiveFocus(Qt.ShortcutFocusReason)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }

    OnDemand {
        anchors.fill: parent
        anchors.topMargin: news.height
        page: "ReviewPage.qml"
        given: ({
                review: reviewModel,
                document: Qt.binding(() => root.document)
            })
        wanted: reviewModel.isOn
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
                    document: Qt.binding(() => root.document),
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

    OnDemand {
        anchors.fill: parent
        page: "OpenFailure.qml"
        given: ({
                document: Qt.binding(() => root.document)
            })
        wanted: root.document.openFailure !== ""
    }

    // All that asks or shows something over the window is made when that is first wanted.
    OnDemand {
        id: chooser

        function openNetwork() {
            (make() as FileChooser).openNetwork();
        }

        anchors.fill: parent
        page: "FileChooser.qml"
        given: ({
                files: Qt.binding(() => root.document.files),
                document: Qt.binding(() => root.document)
            })

        // By a signal: what is made tells more of the files at once.
        Connections {
            target: root.document.files

            function onChanged() {
                if (root.document.files.question.startsWith("choose-"))
                    chooser.make();
            }
        }
    }
    OnDemand {
        anchors.fill: parent
        page: "FileQuestions.qml"
        given: ({
                files: Qt.binding(() => root.document.files)
            })
        wanted: root.document.files.question !== ""
    }
    OnDemand {
        anchors.fill: parent
        page: "DifferencesDialog.qml"
        given: ({
                files: Qt.binding(() => root.document.files)
            })
        wanted: root.document.files.differences !== ""
    }
    OnDemand {
        id: commandPalette

        anchors.fill: parent
        page: "CommandPalette.qml"
        given: ({
                commands: commands
            })
    }
    OnDemand {
        id: finder

        anchors.fill: parent
        page: "Finder.qml"
        given: ({
                found: panels.find,
                canvas: area.canvas
            })
    }
    OnDemand {
        id: connector

        anchors.fill: parent
        page: "Connector.qml"
        given: ({
                ends: root.ends,
                document: Qt.binding(() => root.document)
            })
    }
    OnDemand {
        id: shortcutSheet

        anchors.fill: parent
        page: "ShortcutSheet.qml"
        given: ({
                commands: commands
            })
    }
    OnDemand {
        id: settingsDialog

        anchors.fill: parent
        page: "SettingsDialog.qml"
        given: ({
                settings: root.settings
            })
    }
    OnDemand {
        id: messages

        anchors.fill: parent
        page: "MessagesSheet.qml"
        given: ({
                document: Qt.binding(() => root.document),
                news: Qt.binding(() => modes.news)
            })
    }
    OnDemand {
        id: aboutDialog

        anchors.fill: parent
        page: "AboutDialog.qml"
    }
    OnDemand {
        id: cleanTemplate

        anchors.fill: parent
        page: "CleanTemplateDialog.qml"
        given: ({
                network: described
            })
    }
    OnDemand {
        anchors.fill: parent
        page: "RemoveDialog.qml"
        given: ({
                removal: Qt.binding(() => root.document.removal)
            })
        wanted: root.document.removal.subject !== ""
    }
}
