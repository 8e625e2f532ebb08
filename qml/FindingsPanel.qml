pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document
    signal closeAsked

    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.topMargin: 1
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: 40
            Layout.leftMargin: 16
            Layout.rightMargin: 8

            PlainText {
                text: root.document.problems
                color: Theme.text
                font.pixelSize: 13
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }
            ActionButton {
                iconName: "close"
                quiet: true
                hint: qsTr("Hide the problems")
                onClicked: root.closeAsked()
            }
        }

        FindingsList {
            id: list

            findings: root.document.findings
            onChosen: row => root.document.selectFinding(row)
            Layout.fillWidth: true
            Layout.fillHeight: true

            PlainText {
                anchors.centerIn: parent
                visible: list.count === 0
                text: root.document.isChecking ? qsTr("Checking…") : qsTr("Nothing here that AWS would reject.")
                color: Theme.muted
                font.pixelSize: 13
            }
        }
    }
}
