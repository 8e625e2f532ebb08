pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document

    function beginRename() {
        if (root.document.canChangeSelected)
            nameField.begin();
    }

    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            top: parent.top
            bottom: parent.bottom
        }
    }

    PlainText {
        anchors.centerIn: parent
        width: parent.width - 64
        visible: !root.document.hasSelection
        text: qsTr("Click something on the drawing to see what it is made of. Drag an instance into another subnet to move it there.")
        color: Theme.muted
        font.pixelSize: 13
        lineHeight: 1.3
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.leftMargin: 1
        spacing: 0
        visible: root.document.hasSelection

        RowLayout {
            Layout.fillWidth: true
            Layout.margins: 16
            spacing: 12

            Rectangle {
                implicitWidth: 40
                implicitHeight: 40
                radius: 8
                color: Theme.window
                border.color: Theme.line
                Layout.alignment: Qt.AlignTop

                Icon {
                    anchors.centerIn: parent
                    width: 22
                    height: 22
                    name: root.document.selectedIcon
                    color: Theme.text
                }
            }
            ColumnLayout {
                spacing: 2

                NameField {
                    id: nameField

                    document: root.document
                    Layout.fillWidth: true
                }
                PlainText {
                    text: root.document.selectedKind
                    visible: text !== ""
                    color: Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
                PlainText {
                    text: root.document.selectedType
                    visible: text !== "" && text !== root.document.selectedKind
                    color: Theme.muted
                    font.family: Theme.monoFamily
                    font.pixelSize: 11
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                }
            }
        }

        PlainText {
            text: root.document.selectedNote
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 16
            Layout.bottomMargin: 12
        }

        Divider {
            Layout.fillWidth: true
        }

        PropertyList {
            properties: root.document.properties
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        Divider {
            visible: root.document.canChangeSelected
            Layout.fillWidth: true
        }

        RowLayout {
            visible: root.document.canChangeSelected
            Layout.fillWidth: true
            Layout.margins: 12
            spacing: 8

            ActionButton {
                text: qsTr("Rename")
                hint: qsTr("Rename, with every reference (F2)")
                Layout.fillWidth: true
                onClicked: root.beginRename()
            }
            ActionButton {
                text: qsTr("Remove")
                hint: qsTr("Take this resource out of the template (Delete)")
                Layout.fillWidth: true
                onClicked: root.document.removal.removeSelected()
            }
        }
    }
}
