pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Makes a template of a described network: what it will not say, and where it goes.
Sheet {
    id: root

    required property DescribedNetwork network
    readonly property bool isDone: network.written !== ""

    heading: qsTr("Clean template from this network")
    onAboutToShow: {
        network.prepare();
        path.text = network.suggestedPath();
    }
    onOpened: later.start()

    Timer {
        id: later

        interval: 0
        onTriggered: path.forceActiveFocus(Qt.PopupFocusReason)
    }

    PlainText {
        text: root.isDone ? qsTr("Written:\n%1").arg(root.network.written) : qsTr("Names take the place of ids, and references that of ARNs. What AWS makes by itself is left out.")
        color: root.isDone ? Theme.pass : Theme.text
        font.pixelSize: 13
        lineHeight: 1.2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    PlainText {
        visible: root.network.notes.length > 0
        text: qsTr("What it does not carry over")
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
    }
    ListView {
        visible: root.network.notes.length > 0
        model: root.network.notes
        clip: true
        spacing: 4
        implicitHeight: Math.min(180, contentHeight)
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        delegate: PlainText {
            required property string modelData

            width: ListView.view.width - 12
            text: modelData
            color: Theme.text
            font.pixelSize: 12
            wrapMode: Text.Wrap
        }
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: 8

        TextField {
            id: path

            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.pixelSize: 13
            implicitHeight: 32
            leftPadding: 8
            selectByMouse: true
            verticalAlignment: TextInput.AlignVCenter
            Accessible.name: qsTr("Path of the template")
            background: Rectangle {
                radius: 7
                color: Theme.surface
                border.width: path.activeFocus ? 2 : 1
                border.color: root.network.problem !== "" ? Theme.stop : path.activeFocus ? Theme.accent : Theme.line
            }
            onAccepted: root.network.write(text)
            Layout.fillWidth: true
        }
        ActionButton {
            text: root.isDone ? qsTr("Open it") : qsTr("Write")
            primary: true
            enabled: path.text.trim() !== ""
            onClicked: {
                if (!root.isDone) {
                    root.network.write(path.text);
                    return;
                }
                root.close();
                root.network.openWritten();
            }
        }
    }
    PlainText {
        visible: text !== ""
        text: root.network.problem
        color: Theme.stop
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
