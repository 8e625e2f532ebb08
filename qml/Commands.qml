import QtQuick
import Archivolt

// Every command of the window, said once.
CommandList {
    id: root

    required property Document document
    required property Workspace workspace
    required property DesignCanvas canvas
    required property CanvasModes modes
    required property CanvasEdits edits
    readonly property bool any: document.hasSelection || edits.canCopy
    readonly property bool isOpen: document.isOpen
    signal newAsked
    signal networkAsked
    signal paletteAsked
    signal outlineAsked
    signal leftAsked
    signal inspectorAsked
    signal problemsAsked
    signal templateAsked
    signal findAsked
    signal commandsAsked
    signal settingsAsked
    signal darkAsked
    signal shortcutsAsked
    signal aboutAsked
    signal messagesAsked
    signal quitAsked
    signal renameAsked
    signal reviewAsked
    property bool isDescribed: false
    signal cleanTemplateAsked
    signal flowLogAsked
    signal connectAsked
    signal propertiesAsked

    Command {
        name: "new"
        title: qsTr("New design")
        group: qsTr("File")
        keys: ["Ctrl+N"]
        onRun: root.newAsked()
    }
    Command {
        name: "open"
        title: qsTr("Open…")
        group: qsTr("File")
        keys: ["Ctrl+O"]
        onRun: root.document.files.open()
    }
    Command {
        name: "open-network"
        title: qsTr("Open a described network…")
        group: qsTr("File")
        onRun: root.networkAsked()
    }
    Command {
        name: "save"
        title: qsTr("Save")
        group: qsTr("File")
        keys: ["Ctrl+S"]
        enabled: root.isOpen
        onRun: root.document.files.save()
    }
    Command {
        name: "save-as"
        title: qsTr("Save as…")
        group: qsTr("File")
        keys: ["Ctrl+Shift+S"]
        enabled: root.isOpen
        onRun: root.document.files.saveAs()
    }
    Command {
        name: "export"
        title: qsTr("Export…")
        group: qsTr("File")
        keys: ["Ctrl+E"]
        enabled: root.isOpen
        onRun: root.document.files.exportCopy()
    }
    Command {
        name: "review"
        title: qsTr("Review the changes")
        group: qsTr("File")
        keys: ["Ctrl+Shift+D"]
        enabled: root.isOpen
        onRun: root.reviewAsked()
    }
    Command {
        name: "clean-template"
        title: qsTr("Clean template from this network…")
        group: qsTr("File")
        enabled: root.isDescribed
        onRun: root.cleanTemplateAsked()
    }
    Command {
        name: "close"
        title: qsTr("Close")
        group: qsTr("File")
        keys: ["Ctrl+W"]
        enabled: root.isOpen || root.workspace.count > 1
        onRun: root.workspace.count > 0 ? root.workspace.close(root.workspace.currentIndex) : root.document.files.closeDesign()
    }
    Command {
        name: "new-tab"
        title: qsTr("New tab")
        group: qsTr("File")
        keys: ["Ctrl+T"]
        enabled: root.workspace.count > 0
        onRun: root.workspace.newTab()
    }
    Command {
        name: "next-tab"
        title: qsTr("Next tab")
        group: qsTr("File")
        keys: ["Ctrl+Tab", "Ctrl+PgDown"]
        enabled: root.workspace.count > 1
        onRun: root.workspace.turn(1)
    }
    Command {
        name: "previous-tab"
        title: qsTr("Tab before")
        group: qsTr("File")
        keys: ["Ctrl+Shift+Tab", "Ctrl+PgUp"]
        enabled: root.workspace.count > 1
        onRun: root.workspace.turn(-1)
    }
    Command {
        name: "quit"
        title: qsTr("Quit")
        group: qsTr("File")
        keys: ["Ctrl+Q"]
        onRun: root.quitAsked()
    }

    Command {
        name: "undo"
        title: root.document.undoLabel === "" ? qsTr("Undo") : qsTr("Undo: %1").arg(root.document.undoLabel)
        group: qsTr("Edit")
        keys: ["Ctrl+Z"]
        enabled: root.document.canUndo
        onRun: root.document.undo()
    }
    Command {
        name: "redo"
        title: root.document.redoLabel === "" ? qsTr("Redo") : qsTr("Redo: %1").arg(root.document.redoLabel)
        group: qsTr("Edit")
        keys: ["Ctrl+Y", "Ctrl+Shift+Z"]
        enabled: root.document.canRedo
        onRun: root.document.redo()
    }
    // The canvas takes these keys itself, so that fields of text keep theirs.
    Command {
        name: "cut"
        title: qsTr("Cut")
        group: qsTr("Edit")
        keys: ["Ctrl+X"]
        keysHold: false
        enabled: root.any
        onRun: root.canvas.cut()
    }
    Command {
        name: "copy"
        title: qsTr("Copy")
        group: qsTr("Edit")
        keys: ["Ctrl+C"]
        keysHold: false
        enabled: root.any
        onRun: root.canvas.copy()
    }
    Command {
        name: "paste"
        title: qsTr("Paste")
        group: qsTr("Edit")
        keys: ["Ctrl+V"]
        keysHold: false
        enabled: root.isOpen
        onRun: root.canvas.paste()
    }
    Command {
        name: "duplicate"
        title: qsTr("Duplicate")
        group: qsTr("Edit")
        keys: ["Ctrl+D"]
        keysHold: false
        enabled: root.any
        onRun: root.canvas.duplicate()
    }
    Command {
        name: "select-all"
        title: qsTr("Select everything")
        group: qsTr("Edit")
        keys: ["Ctrl+A"]
        keysHold: false
        enabled: root.isOpen
        onRun: root.canvas.selectAll()
    }
    Command {
        name: "rename"
        title: qsTr("Rename")
        group: qsTr("Edit")
        keys: ["F2"]
        keysHold: false
        enabled: root.document.canChangeSelected
        onRun: root.renameAsked()
    }
    Command {
        name: "connect"
        title: qsTr("Connect with…")
        group: qsTr("Edit")
        keys: ["Ctrl+L"]
        enabled: root.canvas.selectedCount === 1
        onRun: root.connectAsked()
    }
    Command {
        name: "properties"
        title: qsTr("Edit the properties")
        group: qsTr("Edit")
        keys: ["Alt+Return"]
        enabled: root.isOpen
        onRun: root.propertiesAsked()
    }
    Command {
        name: "remove"
        title: qsTr("Remove")
        group: qsTr("Edit")
        keys: ["Delete"]
        keysHold: false
        enabled: root.edits.canCopy
        onRun: root.document.removal.removeSelected()
    }
    // One letter alone is a key as long as the canvas has the keyboard.
    Command {
        name: "note"
        title: qsTr("Add a note")
        group: qsTr("Edit")
        keys: ["N"]
        keysHold: root.canvas.activeFocus
        enabled: root.isOpen
        onRun: root.canvas.placeAtSelection("mark:note")
    }
    Command {
        name: "frame"
        title: root.any ? qsTr("Frame the selection") : qsTr("Add a frame")
        group: qsTr("Edit")
        keys: ["F"]
        keysHold: root.canvas.activeFocus
        enabled: root.isOpen
        onRun: root.canvas.placeAtSelection("mark:group")
    }
    Command {
        name: "find"
        title: qsTr("Find…")
        group: qsTr("Edit")
        keys: ["Ctrl+F"]
        enabled: root.isOpen
        onRun: root.findAsked()
    }
    Command {
        name: "settings"
        title: qsTr("Settings…")
        group: qsTr("Edit")
        keys: ["Ctrl+,"]
        onRun: root.settingsAsked()
    }

    Command {
        name: "add"
        title: qsTr("Add something")
        group: qsTr("View")
        keys: ["Ctrl+Shift+A"]
        enabled: root.isOpen
        onRun: root.paletteAsked()
    }
    Command {
        name: "outline"
        title: qsTr("Outline")
        group: qsTr("View")
        keys: ["Ctrl+Shift+O"]
        enabled: root.isOpen
        onRun: root.outlineAsked()
    }
    Command {
        name: "drawing"
        title: qsTr("To the drawing")
        group: qsTr("View")
        keys: ["F6"]
        enabled: root.isOpen
        onRun: root.canvas.forceActiveFocus(Qt.ShortcutFocusReason)
    }
    Command {
        name: "left-panel"
        title: qsTr("Left panel")
        group: qsTr("View")
        keys: ["Ctrl+B"]
        enabled: root.isOpen
        onRun: root.leftAsked()
    }
    Command {
        name: "inspector"
        title: qsTr("Inspector")
        group: qsTr("View")
        keys: ["Ctrl+I"]
        enabled: root.isOpen
        onRun: root.inspectorAsked()
    }
    Command {
        name: "problems"
        title: qsTr("Problems")
        group: qsTr("View")
        keys: ["Ctrl+Shift+M"]
        enabled: root.isOpen
        onRun: root.problemsAsked()
    }
    Command {
        name: "template"
        title: qsTr("Template")
        group: qsTr("View")
        keys: ["Ctrl+J"]
        enabled: root.isOpen
        onRun: root.templateAsked()
    }
    Command {
        name: "messages"
        title: qsTr("Messages")
        group: qsTr("View")
        enabled: root.isOpen
        onRun: root.messagesAsked()
    }
    Command {
        name: "design"
        title: qsTr("Design")
        group: qsTr("Questions")
        keys: ["Alt+1"]
        enabled: root.isOpen
        onRun: root.modes.kind = CanvasModes.Design
    }
    Command {
        name: "reach"
        title: qsTr("Reach")
        group: qsTr("Questions")
        keys: ["Alt+2"]
        enabled: root.isOpen
        onRun: root.modes.kind = CanvasModes.Reach
    }
    Command {
        name: "who-reaches"
        title: qsTr("Who can reach what is selected?")
        group: qsTr("Questions")
        keys: ["Ctrl+R"]
        enabled: root.document.hasSelection
        onRun: root.modes.askWhoReaches()
    }
    Command {
        name: "what-is-reached"
        title: qsTr("What does the selected thing reach?")
        group: qsTr("Questions")
        keys: ["Ctrl+Shift+R"]
        enabled: root.document.hasSelection
        onRun: root.modes.askWhatIsReached()
    }
    Command {
        name: "flow-log"
        title: qsTr("Lay a flow log over it…")
        group: qsTr("Questions")
        enabled: root.isOpen
        onRun: root.flowLogAsked()
    }
    Command {
        name: "access"
        title: qsTr("Access")
        group: qsTr("Questions")
        keys: ["Alt+3"]
        enabled: root.isOpen
        onRun: root.modes.kind = CanvasModes.Access
    }
    Command {
        name: "traffic"
        title: qsTr("Traffic")
        group: qsTr("Questions")
        keys: ["Alt+4"]
        enabled: root.isOpen
        onRun: root.modes.kind = CanvasModes.Traffic
    }
    Command {
        name: "fold"
        title: root.edits.canUnfold && !root.edits.canFold ? qsTr("Unfold") : qsTr("Fold")
        group: qsTr("View")
        keys: ["Ctrl+Shift+F"]
        enabled: root.edits.canFold || root.edits.canUnfold
        onRun: root.edits.turnFold()
    }
    Command {
        name: "lay-out"
        title: qsTr("Lay out")
        group: qsTr("View")
        keys: ["L"]
        keysHold: root.canvas.activeFocus
        enabled: root.isOpen
        onRun: root.edits.layOut()
    }
    Command {
        name: "lay-out-placed"
        title: root.document.hasSelection ? qsTr("Lay out the selection anew") : qsTr("Lay out all anew")
        group: qsTr("View")
        keys: ["Shift+L"]
        keysHold: root.canvas.activeFocus
        enabled: root.isOpen
        onRun: root.edits.layOutPlaced()
    }
    Command {
        name: "zoom-in"
        title: qsTr("Zoom in")
        group: qsTr("View")
        keys: ["Ctrl++", "Ctrl+="]
        enabled: root.isOpen
        onRun: root.canvas.zoomIn()
    }
    Command {
        name: "zoom-out"
        title: qsTr("Zoom out")
        group: qsTr("View")
        keys: ["Ctrl+-"]
        enabled: root.isOpen
        onRun: root.canvas.zoomOut()
    }
    Command {
        name: "zoom-whole"
        title: qsTr("Zoom to 100 %")
        group: qsTr("View")
        keys: ["Ctrl+0"]
        enabled: root.isOpen
        onRun: root.canvas.zoomToWhole()
    }
    Command {
        name: "fit"
        title: qsTr("Show everything")
        group: qsTr("View")
        keys: ["Shift+1"]  // With "!" besides, both match under X and neither fires.
        keysHold: root.canvas.activeFocus
        enabled: root.isOpen
        onRun: root.canvas.fit()
    }
    Command {
        name: "fit-selection"
        title: qsTr("Show the selection")
        group: qsTr("View")
        keys: ["Shift+2"]
        keysHold: false
        enabled: root.any
        onRun: root.canvas.fitSelection()
    }
    Command {
        name: "dark"
        title: Theme.dark ? qsTr("Light colours") : qsTr("Dark colours")
        group: qsTr("View")
        onRun: root.darkAsked()
    }

    Command {
        name: "commands"
        title: qsTr("All commands…")
        group: qsTr("Help")
        keys: ["Ctrl+K", "Ctrl+Shift+P"]
        onRun: root.commandsAsked()
    }
    Command {
        name: "shortcuts"
        title: qsTr("Shortcuts")
        group: qsTr("Help")
        keys: ["F1"]
        onRun: root.shortcutsAsked()
    }
    Command {
        name: "about"
        title: qsTr("About Archivolt")
        group: qsTr("Help")
        onRun: root.aboutAsked()
    }
}
