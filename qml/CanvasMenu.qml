import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// What can be done with what is selected on the drawing.
Menu {
    id: root

    required property DesignCanvas canvas
    required property Document document
    required property CanvasModes modes
    required property MarkModel marks
    required property CanvasEdits edits
    signal renameAsked
    signal connectAsked

    readonly property bool named: document.hasSelection
    readonly property bool any: named || edits.canCopy

    objectName: "canvasMenu"
    padding: 4
    margins: 8  // It stays inside the window.
    modal: true
    dim: false
    background: Rectangle {
        implicitWidth: 276
        radius: 8
        color: Theme.raised
        border.color: Theme.line
    }
    contentItem: ListView {
        implicitHeight: contentHeight
        model: root.contentModel
        currentIndex: root.currentIndex
        interactive: false
    }
    onClosed: canvas.forceActiveFocus(Qt.PopupFocusReason)

    MenuEntry {
        text: root.marks.kind === "note" ? qsTr("Write") : qsTr("Rename")
        keys: "F2"
        offers: root.canvas.canRename
        onTriggered: root.renameAsked()
    }
    MenuEntry {
        text: qsTr("Connect with…")
        keys: "Ctrl+L"
        offers: root.canvas.selectedCount === 1
        onTriggered: root.connectAsked()
    }
    MenuEntry {
        text: qsTr("Cut")
        keys: "Ctrl+X"
        offers: root.edits.canCopy
        onTriggered: root.canvas.cut()
    }
    MenuEntry {
        text: qsTr("Copy")
        keys: "Ctrl+C"
        offers: root.edits.canCopy
        onTriggered: root.canvas.copy()
    }
    MenuEntry {
        text: qsTr("Paste")
        keys: "Ctrl+V"
        onTriggered: root.canvas.paste()
    }
    MenuEntry {
        text: qsTr("Duplicate")
        keys: "Ctrl+D"
        offers: root.edits.canCopy
        onTriggered: root.canvas.duplicate()
    }
    Menu {
        title: qsTr("Align")
        enabled: root.canvas.selectedCount > 1
        padding: 4
        background: Rectangle {
            implicitWidth: root.edits.whyNotAligned === "" ? 200 : 360
            radius: 8
            color: Theme.raised
            border.color: Theme.line
        }

        MenuEntry {
            text: root.edits.whyNotAligned
            offers: text !== ""
            enabled: false
        }
        MenuEntry {
            text: qsTr("Left edges")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("left")
        }
        MenuEntry {
            text: qsTr("Middles, one above the other")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("center")
        }
        MenuEntry {
            text: qsTr("Right edges")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("right")
        }
        MenuEntry {
            text: qsTr("Upper edges")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("top")
        }
        MenuEntry {
            text: qsTr("Middles, side by side")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("middle")
        }
        MenuEntry {
            text: qsTr("Lower edges")
            enabled: root.edits.whyNotAligned === ""
            onTriggered: root.edits.align("bottom")
        }
        MenuEntry {
            text: qsTr("Even gaps across")
            enabled: root.edits.whyNotEven === ""
            onTriggered: root.edits.align("across")
        }
        MenuEntry {
            text: qsTr("Even gaps down")
            enabled: root.edits.whyNotEven === ""
            onTriggered: root.edits.align("down")
        }
    }
    Menu {
        title: qsTr("Meaning of the note")
        enabled: root.marks.hasNotes
        padding: 4
        background: Rectangle {
            implicitWidth: 200
            radius: 8
            color: Theme.raised
            border.color: Theme.line
        }

        MenuEntry {
            text: root.marks.tones[0]
            keys: root.marks.tone === text ? "✓" : ""
            onTriggered: root.marks.tone = text
        }
        MenuEntry {
            text: root.marks.tones[1]
            keys: root.marks.tone === text ? "✓" : ""
            onTriggered: root.marks.tone = text
        }
        MenuEntry {
            text: root.marks.tones[2]
            keys: root.marks.tone === text ? "✓" : ""
            onTriggered: root.marks.tone = text
        }
        MenuEntry {
            text: root.marks.tones[3]
            keys: root.marks.tone === text ? "✓" : ""
            onTriggered: root.marks.tone = text
        }
    }
    MenuEntry {
        text: root.edits.canUnfold && !root.edits.canFold ? qsTr("Unfold") : qsTr("Fold")
        keys: "Ctrl+Shift+F"
        offers: root.edits.canFold || root.edits.canUnfold
        onTriggered: root.edits.turnFold()
    }
    MenuEntry {
        text: qsTr("Add a note")
        keys: "N"
        onTriggered: root.canvas.placeAtSelection("mark:note")
    }
    MenuEntry {
        text: root.any ? qsTr("Frame the selection") : qsTr("Add a frame")
        keys: "F"
        onTriggered: root.canvas.placeAtSelection("mark:group")
    }
    MenuEntry {
        text: qsTr("Who can reach it?")
        keys: "Ctrl+R"
        offers: root.named
        onTriggered: root.modes.askWhoReaches()
    }
    MenuEntry {
        text: qsTr("What does it reach?")
        keys: "Ctrl+Shift+R"
        offers: root.named
        onTriggered: root.modes.askWhatIsReached()
    }
    MenuEntry {
        text: qsTr("Show it large")
        keys: "Shift+2"
        offers: root.any
        onTriggered: root.canvas.fitSelection()
    }
    MenuEntry {
        text: qsTr("Select everything")
        keys: "Ctrl+A"
        onTriggered: root.canvas.selectAll()
    }
    MenuEntry {
        text: qsTr("Remove")
        keys: "Del"
        offers: root.edits.canCopy
        onTriggered: root.document.removal.removeSelected()
    }
    delegate: MenuEntry {
        offers: !subMenu || subMenu.enabled
    }
}
