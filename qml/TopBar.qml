import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document
    required property bool problemsShown
    required property CommandList commands
    required property CanvasModes modes
    // Where the bar is short, what stands in the menu too makes room.
    readonly property bool isNarrow: width < 1180
    // What is found may need so much; the modes stay where they are, whatever it says.
    readonly property int pillRoom: isNarrow ? 112 : 180
    signal openAsked
    signal saveAsked
    signal exportAsked
    signal problemsAsked

    implicitHeight: Theme.topBarHeight
    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }

    RowLayout {
        anchors {
            left: parent.left
            leftMargin: 16
            top: parent.top
            bottom: parent.bottom
        }
        width: (switcher.visible ? switcher.x : right.x) - 16 - 16
        spacing: 8

        ActionButton {
            iconName: "menu"
            quiet: true
            hint: qsTr("All commands (F10)")
            Layout.leftMargin: -8
            onClicked: menu.turn()

            Shortcut {
                sequences: ["F10"]
                onActivated: menu.turn()
            }
            OnDemand {
                id: menu

                function turn() {
                    const all = make() as AppMenu;
                    if (all.opened)
                        all.close();
                    else
                        all.open();
                }

                anchors.fill: parent
                page: "AppMenu.qml"
                given: ({
                        commands: root.commands
                    })
            }
        }
        PlainText {
            visible: !root.isNarrow || !root.document.isOpen
            text: "Archivolt"
            color: Theme.text
            font.pixelSize: 15
            font.weight: Font.DemiBold
        }
        Divider {
            visible: root.document.isOpen && !root.isNarrow
            Layout.preferredHeight: 20
            Layout.leftMargin: 8
            Layout.rightMargin: 8
        }
        // Both give way where the bar is narrow; the buttons never do.
        WholeText {
            visible: root.document.isOpen
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            text: root.document.name
            color: Theme.text
            font.pixelSize: 13
            font.weight: Font.DemiBold
            Layout.minimumWidth: 96
            Layout.maximumWidth: Math.min(260, Math.ceil(implicitWidth))
        }
        WholeText {
            visible: root.document.isOpen && root.width >= 1040
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            text: root.document.fileState
            color: Theme.muted
            font.pixelSize: 12
            Layout.minimumWidth: 48
            Layout.leftMargin: 4
        }
        Item {
            Layout.fillWidth: true
        }
    }

    // In the middle, or as near to it as what stands on the right leaves room for.
    ModeSwitch {
        id: switcher

        visible: root.document.isOpen
        modes: root.modes
        anchors.verticalCenter: parent.verticalCenter
        x: Math.min((root.width - width) / 2, right.x - 8 - root.pillRoom - 8 - steps.width - 8 - width)
    }
    Row {
        id: steps

        visible: root.document.isOpen
        anchors {
            left: switcher.right
            leftMargin: 8
            verticalCenter: parent.verticalCenter
        }

        ActionButton {
            iconName: "undo"
            quiet: true
            enabled: root.document.canUndo
            hint: enabled ? qsTr("Undo: %1 (Ctrl+Z)").arg(root.document.undoLabel) : qsTr("Undo")
            onClicked: root.document.undo()
        }
        ActionButton {
            iconName: "redo"
            quiet: true
            enabled: root.document.canRedo
            hint: enabled ? qsTr("Redo: %1 (Ctrl+Y)").arg(root.document.redoLabel) : qsTr("Redo")
            onClicked: root.document.redo()
        }
    }
    ProblemsPill {
        visible: root.document.isOpen && root.document.problems !== ""
        document: root.document
        anchors {
            right: right.left
            rightMargin: 8
            verticalCenter: parent.verticalCenter
        }
        width: Math.min(implicitWidth, right.x - 8 - (steps.x + steps.width + 8))
        onClicked: root.problemsAsked()
    }
    RowLayout {
        id: right

        anchors {
            right: parent.right
            rightMargin: 16
            top: parent.top
            bottom: parent.bottom
        }
        spacing: 8

        ThemeSwitch {
            commands: root.commands
        }
        ActionButton {
            visible: root.document.isOpen && root.width >= 1360
            text: qsTr("Open…")
            hint: qsTr("Open a template or a project (Ctrl+O)")
            onClicked: root.openAsked()
        }
        ActionButton {
            visible: root.document.isOpen
            text: qsTr("Save")
            enabled: root.document.isDirty || !root.document.hasFile
            hint: qsTr("Save to the file (Ctrl+S); under another name: Ctrl+Shift+S")
            onClicked: root.saveAsked()
        }
        ActionButton {
            visible: root.document.isOpen
            text: qsTr("Export")
            primary: true
            hint: qsTr("Write CloudFormation or a picture (Ctrl+E)")
            onClicked: root.exportAsked()
        }
    }
}
