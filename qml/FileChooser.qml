pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Archivolt

// Chooses the file to open, to save to or to export to: a folder to look into and a name to type.
Dialog {
    id: root

    required property FileDesk files
    required property Document document
    readonly property string purpose: files.question
    readonly property bool opens: purpose === "choose-open"
    property bool seeksNetwork: false  // A folder is meant, not a file.
    readonly property bool exports: purpose === "choose-export"
    readonly property bool isAsked: purpose.startsWith("choose-")

    function accepted() {
        root.files.choose(name.text);
    }

    // Takes a row: a folder is entered, a file is opened, or lends its name.
    function take(row: int) {
        const entry = list.itemAtIndex(row) as FolderRow;
        if (entry === null)
            return;
        if (entry.isFolder) {
            root.files.showFolder(root.files.folder.folder + "/" + entry.name);
            if (root.opens)
                name.clear();
            name.forceActiveFocus();
        } else if (root.opens) {
            root.files.choose(entry.name);
        } else {
            name.text = entry.name;
            name.selectStem();
        }
    }

    function openNetwork() {
        seeksNetwork = true;
        files.open();
    }

    onIsAskedChanged: {
        if (isAsked) {
            open();
        } else {
            close();
            seeksNetwork = false;
        }
    }
    onPurposeChanged: {
        if (isAsked)
            name.begin();
    }
    onRejected: root.files.answer("cancel")
    onOpened: name.begin()

    anchors.centerIn: parent
    modal: true
    focus: true
    padding: 0
    width: Math.min(600, parent.width - 48)
    height: Math.min(560, parent.height - 48)
    closePolicy: Popup.CloseOnEscape
    enter: null
    exit: null
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    T.Overlay.modal: Scrim {}

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PlainText {
            text: root.seeksNetwork ? qsTr("Open a described network: the folder that holds it") : root.opens ? qsTr("Open a template or a project") : root.exports ? qsTr("Export a copy") : qsTr("Save as")
            color: Theme.text
            font.pixelSize: 15
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.margins: 20
            Layout.bottomMargin: 12
        }

        RowLayout {
            visible: root.exports
            spacing: 16
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 12

            FormChoice {
                caption: qsTr("Picture")
                endings: [".png", ".svg", ".pdf"]
                name: name.text
                onChosen: ending => name.end(ending)
            }
            FormChoice {
                caption: qsTr("CloudFormation")
                endings: [".yaml", ".json"]
                name: name.text
                onChosen: ending => name.end(ending)
            }
        }

        ExportOptions {
            visible: root.exports
            document: root.document
            name: name.text
            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 12
        }

        RowLayout {
            spacing: 8
            Layout.leftMargin: 12
            Layout.rightMargin: 20
            Layout.bottomMargin: 8

            Shortcut {
                sequences: ["Alt+Up"]
                enabled: root.visible && root.files.folder.parentFolder !== ""
                onActivated: root.files.showFolder(root.files.folder.parentFolder)
            }
            ActionButton {
                iconName: "up"
                quiet: true
                enabled: root.files.folder.parentFolder !== ""
                hint: qsTr("The folder above (Alt+Up)")
                onClicked: root.files.showFolder(root.files.folder.parentFolder)
            }
            PlainText {
                text: root.files.shortened(root.files.folder.folder)
                color: Theme.muted
                font.pixelSize: 12
                elide: Text.ElideLeft
                Layout.fillWidth: true
            }
        }
        Divider {
            Layout.fillWidth: true
        }

        ListView {
            id: list

            model: root.files.folder
            clip: true
            cacheBuffer: 0  // As in FormList.
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            currentIndex: -1
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Files and folders")
            Layout.fillWidth: true
            Layout.fillHeight: true
            ScrollBar.vertical: ScrollBar {}
            Keys.onReturnPressed: root.take(currentIndex)
            Keys.onEnterPressed: root.take(currentIndex)
            Keys.onUpPressed: event => {
                if (currentIndex <= 0)
                    name.forceActiveFocus();
                else
                    event.accepted = false;
            }

            delegate: FolderRow {
                required property int index

                width: ListView.view.width
                current: ListView.isCurrentItem && ListView.view.activeFocus
                onChosen: {
                    ListView.view.currentIndex = index;
                    root.take(index);
                }
            }

            PlainText {
                anchors.centerIn: parent
                visible: list.count === 0
                text: root.exports ? qsTr("Nothing here to compare names with") : qsTr("No templates or folders here")
                color: Theme.muted
                font.pixelSize: 13
            }
        }
        Divider {
            Layout.fillWidth: true
        }

        FileNameField {
            id: name

            files: root.files
            placeholder: root.opens ? qsTr("Type a name or a path") : qsTr("Name")
            narrows: root.opens
            onAccepted: root.accepted()
            onListAsked: {
                list.currentIndex = Math.max(0, list.currentIndex);
                list.forceActiveFocus(Qt.TabFocusReason);
            }
            Layout.fillWidth: true
            Layout.margins: 20
            Layout.bottomMargin: 0
        }
        PlainText {
            text: root.files.trouble
            color: Theme.stop
            font.pixelSize: 12
            wrapMode: Text.Wrap
            verticalAlignment: Text.AlignVCenter
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(24, implicitHeight + 8)
            Layout.leftMargin: 20
            Layout.rightMargin: 20
        }
        RowLayout {
            spacing: 8
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 20

            ActionButton {
                visible: root.opens
                text: qsTr("Open this folder")
                primary: root.seeksNetwork
                hint: qsTr("Output of the AWS CLI, a file for each list, as one network")
                onClicked: root.files.chooseFolder()
            }
            Item {
                Layout.fillWidth: true
            }
            ActionButton {
                text: qsTr("Cancel")
                onClicked: root.reject()
            }
            ActionButton {
                text: root.opens ? qsTr("Open") : root.exports ? qsTr("Export") : qsTr("Save")
                primary: !root.seeksNetwork
                enabled: name.text.trim() !== ""
                onClicked: root.accepted()
            }
        }
    }
}
