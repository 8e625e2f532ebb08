pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is selected says of packets: the rules of a group, an ACL as a ladder, a route table.
ColumnLayout {
    id: root

    required property RulesModel rules
    signal ruleOpened

    spacing: 0

    ListView {
        id: list

        model: root.rules.rows
        clip: true
        cacheBuffer: 0  // As in FormList.
        Layout.fillWidth: true
        Layout.fillHeight: true
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        bottomMargin: 8
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Rules")
        ScrollBar.vertical: ScrollBar {}

        // The rule that was selected elsewhere is in view.
        function showSelected() {
            if (visible && root.rules !== null && root.rules.selectedRow >= 0)
                positionViewAtIndex(root.rules.selectedRow, ListView.Contain);
        }

        Component.onCompleted: showSelected()
        onVisibleChanged: showSelected()
        Connections {
            target: root.rules

            function onSelectedRowChanged() {
                list.showSelected();
            }
        }
        PlainText {
            anchors.centerIn: parent
            width: parent.width - 64
            visible: list.count === 0
            text: qsTr("Select a subnet, a security group, an ACL, a route table, or what carries a group: its rules stand here, with the packet of the trace walking down them.")
            color: Theme.muted
            font.pixelSize: 13
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }

        delegate: Rectangle {
            id: row

            required property int index
            required property string kind
            required property string order
            required property string what
            required property string peer
            required property string effect
            required property string name
            required property bool decides
            required property bool passedOver
            required property string seen
            required property bool isUnused
            readonly property bool isLine: kind === "line"
            readonly property bool isEdited: root.rules.editedRow === index
            readonly property bool isSelected: root.rules.selectedRow === index

            width: ListView.view.width
            height: kind === "book" ? 38 : 26
            color: row.decides ? (row.effect === "deny" ? Theme.stopSoft : Theme.passSoft) : row.isEdited || row.isSelected || area.containsMouse && row.isLine ? Theme.accentSoft : "transparent"
            Accessible.role: Accessible.Row
            Accessible.name: order + " " + what + " " + peer + " " + effect + " " + name + " " + seen

            // The line that the editor below writes.
            Rectangle {
                visible: row.isEdited
                width: 3
                height: parent.height
                color: Theme.accent
            }
            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 16
                spacing: 10

                PlainText {
                    visible: row.kind !== "line"
                    text: row.what
                    color: row.kind === "book" ? Theme.text : Theme.muted
                    font.pixelSize: row.kind === "book" ? 13 : 12
                    font.weight: row.kind === "book" ? Font.DemiBold : Font.Medium
                }
                PlainText {
                    visible: row.kind === "book"
                    text: row.name + (row.peer === "" ? "" : " · " + row.peer)
                    color: Theme.muted
                    font.pixelSize: 12
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
                Item {
                    visible: row.kind === "heading"
                    Layout.fillWidth: true
                }

                // The packet comes down from the top, and stops where a rule decides.
                Item {
                    visible: row.isLine
                    Layout.preferredWidth: 14
                    Layout.fillHeight: true

                    Rectangle {
                        anchors.horizontalCenter: parent.horizontalCenter
                        width: 2
                        height: row.decides ? parent.height / 2 : parent.height
                        visible: row.passedOver || row.decides
                        color: row.effect === "deny" && row.decides ? Theme.stop : Theme.pass
                    }
                    Rectangle {
                        anchors.centerIn: parent
                        width: 10
                        height: 10
                        radius: 5
                        visible: row.decides
                        color: row.effect === "deny" ? Theme.stop : Theme.pass
                    }
                }
                PlainText {
                    visible: row.isLine && row.order !== ""
                    text: row.order
                    color: Theme.muted
                    font.family: Theme.monoFamily
                    font.pixelSize: 12
                    Layout.preferredWidth: 44
                }
                PlainText {
                    visible: row.isLine && row.effect !== ""
                    text: row.effect
                    color: row.effect === "deny" ? Theme.stop : row.effect === "allow" ? Theme.pass : Theme.warn
                    font.pixelSize: 12
                    font.weight: row.decides ? Font.DemiBold : Font.Normal
                    Layout.preferredWidth: 46
                }
                PlainText {
                    visible: row.isLine
                    text: row.what
                    color: Theme.text
                    font.family: Theme.monoFamily
                    font.pixelSize: 12
                    elide: Text.ElideRight
                    Layout.preferredWidth: 190
                }
                PlainText {
                    visible: row.isLine
                    text: row.peer
                    color: Theme.text
                    font.pixelSize: 12
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                    Layout.preferredWidth: 200
                }
                PlainText {
                    visible: row.isLine
                    text: row.name
                    color: Theme.muted
                    font.pixelSize: 12
                    elide: Text.ElideMiddle
                    horizontalAlignment: Text.AlignRight
                    Layout.fillWidth: true
                    Layout.preferredWidth: 160
                }
                PlainText {
                    visible: row.isLine && row.seen !== ""
                    text: row.seen
                    color: row.isUnused ? Theme.warn : Theme.muted
                    font.pixelSize: 12
                    horizontalAlignment: Text.AlignRight
                    Layout.preferredWidth: 130
                }
            }
            MouseArea {
                id: area

                anchors.fill: parent
                hoverEnabled: true
                enabled: row.isLine
                cursorShape: Qt.PointingHandCursor
                onDoubleClicked: {
                    root.rules.open(row.index);
                    root.ruleOpened();
                }
                onClicked: {
                    if (!root.rules.edit(row.index)) {
                        root.rules.open(row.index);
                        root.ruleOpened();
                    }
                }
            }
        }
    }
    // Below the rows: what was clicked stays under the pointer.
    RuleEditor {
        rules: root.rules
        Layout.fillWidth: true
    }
}
