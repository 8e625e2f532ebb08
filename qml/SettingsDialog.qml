pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

Sheet {
    id: root

    required property Settings settings

    heading: qsTr("Settings")
    width: Math.min(440, parent.width - 48)

    component Caption: PlainText {
        color: Theme.text
        font.pixelSize: 13
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: 4
        Layout.fillWidth: true

        Caption {
            text: qsTr("Colours")
        }
        Repeater {
            model: [["system", qsTr("As the desktop")], ["light", qsTr("Light")], ["dark", qsTr("Dark")]]

            ChoiceButton {
                required property var modelData

                text: modelData[1]
                checked: root.settings.theme === modelData[0]
                onClicked: root.settings.theme = modelData[0]
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true

        Caption {
            text: qsTr("Left panel")
        }
        ChoiceButton {
            text: qsTr("Shown")
            checked: root.settings.leftShown
            onClicked: root.settings.leftShown = true
        }
        ChoiceButton {
            text: qsTr("Hidden")
            checked: !root.settings.leftShown
            onClicked: root.settings.leftShown = false
        }
    }
    RowLayout {
        Layout.fillWidth: true

        Caption {
            text: qsTr("Inspector")
        }
        ChoiceButton {
            text: qsTr("Shown")
            checked: root.settings.inspectorShown
            onClicked: root.settings.inspectorShown = true
        }
        ChoiceButton {
            text: qsTr("Hidden")
            checked: !root.settings.inspectorShown
            onClicked: root.settings.inspectorShown = false
        }
    }
    RowLayout {
        Layout.fillWidth: true

        Caption {
            text: qsTr("Grid")
        }
        ChoiceButton {
            text: qsTr("Shown")
            checked: root.settings.gridShown
            onClicked: root.settings.gridShown = true
        }
        ChoiceButton {
            text: qsTr("Hidden")
            checked: !root.settings.gridShown
            onClicked: root.settings.gridShown = false
        }
    }
    RowLayout {
        Layout.fillWidth: true

        Caption {
            text: qsTr("What is moved snaps to")
        }
        ChoiceButton {
            text: qsTr("Grid")
            checked: root.settings.snapsToGrid
            onClicked: root.settings.snapsToGrid = !root.settings.snapsToGrid
        }
        ChoiceButton {
            text: qsTr("Things beside it")
            checked: root.settings.snapsToThings
            onClicked: root.settings.snapsToThings = !root.settings.snapsToThings
        }
    }
    PlainText {
        text: qsTr("The window's size and its panels are kept as you leave them.")
        color: Theme.muted
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
