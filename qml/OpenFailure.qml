pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// Says why a file can't be opened, with each place in its text.
Rectangle {
    id: root

    required property Document document

    visible: document.openFailure !== ""
    color: Theme.window

    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
    }

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(760, root.width - 64)
        height: Math.min(root.height - 64, 176 + Math.max(64, list.contentHeight))
        radius: 10
        color: Theme.surface
        border.color: Theme.line

        ColumnLayout {
            anchors.fill: parent
            anchors.topMargin: 24
            anchors.bottomMargin: 16
            spacing: 4

            PlainText {
                text: root.document.openFailure
                color: Theme.text
                font.pixelSize: 15
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
                Layout.leftMargin: 24
                Layout.rightMargin: 24
            }
            PlainText {
                text: qsTr("Mend what is listed here and open it again. Nothing was changed.")
                color: Theme.muted
                font.pixelSize: 13
                wrapMode: Text.Wrap
                Layout.fillWidth: true
                Layout.leftMargin: 24
                Layout.rightMargin: 24
                Layout.bottomMargin: 8
            }
            Divider {
                Layout.fillWidth: true
            }
            FindingsList {
                id: list

                findings: root.document.openProblems
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.leftMargin: 8
                Layout.rightMargin: 8
            }
            Divider {
                Layout.fillWidth: true
            }
            RowLayout {
                Layout.topMargin: 12
                Layout.leftMargin: 24
                Layout.rightMargin: 24
                spacing: 8

                Item {
                    Layout.fillWidth: true
                }
                ActionButton {
                    text: qsTr("Open another…")
                    onClicked: {
                        root.document.dismissOpenFailure();
                        root.document.files.open();
                    }
                }
                ActionButton {
                    text: qsTr("Close")
                    primary: true
                    onClicked: root.document.dismissOpenFailure()
                }
            }
        }
    }
}
