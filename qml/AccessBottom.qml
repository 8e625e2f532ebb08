pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What else is to be said of an answer of Access: ways by roles, what would allow it, what is not known.
ColumnLayout {
    id: root

    required property AccessMode access
    property bool open: false
    signal ruleOpened

    spacing: 0

    RowLayout {
        spacing: 20
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 8

        PanelTab {
            text: qsTr("More to know")
            count: root.access.notes.length > 0 ? "" + root.access.notes.length : ""
            checked: root.open
            onClicked: root.open = !root.open
        }
        Item {
            Layout.fillWidth: true
        }
        ActionButton {
            iconName: root.open ? "minus" : "plus"
            quiet: true
            hint: root.open ? qsTr("Fold this panel") : qsTr("Open this panel")
            onClicked: root.open = !root.open
        }
    }
    Divider {
        visible: root.open
        Layout.fillWidth: true
    }
    ListView {
        id: list

        visible: root.open
        model: root.access.notes
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        topMargin: 8
        bottomMargin: 8
        Accessible.role: Accessible.List
        Accessible.name: qsTr("More to know")
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.fillHeight: true

        PlainText {
            anchors.centerIn: parent
            visible: list.count === 0
            text: qsTr("Nothing more to say of this answer.")
            color: Theme.muted
            font.pixelSize: 13
        }
        delegate: PlainText {
            required property string modelData

            width: ListView.view.width
            leftPadding: 16
            rightPadding: 24
            topPadding: 4
            bottomPadding: 4
            text: modelData
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
        }
    }
}
