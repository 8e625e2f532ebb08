pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Asks for the path of a file or folder: typed, or picked from a folder where there is a chooser.
Popup {
    id: root

    required property string heading
    required property string hint
    required property string verb
    property string problem
    property PathChooser chooser: null
    property alias path: field.text
    signal taken(string path)

    // A folder is entered, a file is taken.
    function pick(name: string, isFolder: bool) {
        const path = root.chooser.folder.folder + "/" + name;
        if (!isFolder) {
            root.taken(path);
            return;
        }
        root.chooser.showFolder(path);
        field.text = path;
        field.forceActiveFocus();
    }
    function takeTyped() {
        root.taken(root.chooser === null ? field.text : root.chooser.whole(field.text));
    }

    width: 420
    padding: 16
    modal: true
    dim: false
    focus: true
    enter: null
    exit: null
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    onOpened: {
        field.forceActiveFocus();
        field.selectAll();
    }

    contentHeight: column.implicitHeight

    ColumnLayout {
        id: column

        width: parent.width
        spacing: 8

        PlainText {
            text: root.heading
            color: Theme.text
            font.pixelSize: 13
            font.weight: Font.DemiBold
        }
        RowLayout {
            spacing: 8

            TextField {
                id: field

                color: Theme.text
                placeholderText: qsTr("Path")
                placeholderTextColor: Theme.muted
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.pixelSize: 13
                implicitHeight: 32
                leftPadding: 8
                selectByMouse: true
                verticalAlignment: TextInput.AlignVCenter
                Accessible.name: root.heading
                background: Rectangle {
                    radius: 7
                    color: Theme.surface
                    border.width: field.activeFocus ? 2 : 1
                    border.color: field.activeFocus ? Theme.accent : Theme.line
                }
                onAccepted: root.takeTyped()
                Layout.fillWidth: true
            }
            ActionButton {
                text: root.verb
                primary: true
                enabled: field.text.trim() !== ""
                onClicked: root.takeTyped()
            }
        }
        RowLayout {
            visible: root.chooser !== null
            spacing: 6

            ActionButton {
                iconName: "up"
                quiet: true
                enabled: root.chooser !== null && root.chooser.folder !== null && root.chooser.folder.parentFolder !== ""
                hint: qsTr("The folder above")
                onClicked: root.chooser.showFolder(root.chooser.folder.parentFolder)
                Layout.preferredWidth: 28
                Layout.preferredHeight: 28
            }
            PlainText {
                text: root.chooser === null || root.chooser.folder === null ? "" : root.chooser.folder.folder
                color: Theme.muted
                font.pixelSize: 12
                elide: Text.ElideLeft
                Layout.fillWidth: true
            }
        }
        ListView {
            id: list

            visible: root.chooser !== null
            model: root.chooser === null ? null : root.chooser.folder
            clip: true
            cacheBuffer: 0  // As in FormList.
            activeFocusOnTab: true
            keyNavigationEnabled: true
            currentIndex: -1
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Files and folders")
            Keys.onReturnPressed: {
                const row = currentItem as FolderRow;
                if (row !== null)
                    root.pick(row.name, row.isFolder);
            }
            ScrollBar.vertical: ScrollBar {}
            Layout.fillWidth: true
            Layout.leftMargin: -16
            Layout.rightMargin: -16
            Layout.preferredHeight: Math.max(64, Math.min(224, count * 32))

            delegate: FolderRow {
                required property int index

                width: ListView.view.width
                current: ListView.isCurrentItem && ListView.view.activeFocus
                onChosen: root.pick(name, isFolder)
            }

            PlainText {
                anchors.centerIn: parent
                visible: list.count === 0
                text: qsTr("Nothing here to choose")
                color: Theme.muted
                font.pixelSize: 12
            }
        }
        PlainText {
            text: root.problem !== "" ? root.problem : root.hint
            color: root.problem !== "" ? Theme.stop : Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
