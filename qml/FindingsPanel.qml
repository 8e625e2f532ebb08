pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document
    property bool showsTemplate: false
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

            spacing: 20

            PanelTab {
                text: root.document.problems === "" ? qsTr("Problems") : root.document.problems
                checked: !root.showsTemplate
                onClicked: root.showsTemplate = false
            }
            PanelTab {
                text: qsTr("Template")
                checked: root.showsTemplate
                onClicked: root.showsTemplate = true
            }
            Item {
                Layout.fillWidth: true
            }
            ActionButton {
                iconName: "close"
                quiet: true
                hint: qsTr("Hide this panel")
                onClicked: root.closeAsked()
            }
        }

        FindingsList {
            id: list

            findings: root.document.findings
            visible: !root.showsTemplate
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

        // Made only while it shows: it reads the text anew at each change.
        Loader {
            function load() {
                if (visible)
                    setSource("TemplatePanel.qml", {
                        document: root.document
                    });
                else
                    source = "";
            }

            visible: root.showsTemplate
            onVisibleChanged: load()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
