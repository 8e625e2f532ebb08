pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A packet's way hop by hop, and its answer's; a row opens the rule that decided there.
ListView {
    id: root

    required property ReachMode reach
    signal ruleOpened

    function open(row: int) {
        reach.openStep(row);
        root.ruleOpened();
    }

    model: reach.steps
    clip: true
    cacheBuffer: 0  // As in FormList.
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    bottomMargin: 8
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Trace")
    Keys.onReturnPressed: open(currentIndex)
    Keys.onEnterPressed: open(currentIndex)
    ScrollBar.vertical: ScrollBar {}

    PlainText {
        anchors.centerIn: parent
        width: parent.width - 64
        visible: root.count === 0
        text: qsTr("Click a second thing on the drawing to follow a packet from one to the other.")
        color: Theme.muted
        font.pixelSize: 13
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }

    delegate: Rectangle {
        id: row

        required property int index
        required property bool onReply
        required property string thing
        required property string step
        required property string rule
        required property string packet
        required property string why
        required property string tone
        required property bool decides
        required property bool opens

        width: ListView.view.width
        height: 28
        color: area.containsMouse || (ListView.isCurrentItem && ListView.view.activeFocus) ? Theme.accentSoft : row.tone === "stop" ? Theme.stopSoft : "transparent"
        Accessible.role: Accessible.Row
        Accessible.name: (onReply ? qsTr("answer, ") : "") + thing + ", " + step + ", " + rule + ", " + result.text

        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: 16
            anchors.rightMargin: 20
            spacing: 12

            PlainText {
                text: row.onReply ? "←" : "→"
                color: row.onReply ? Theme.accent : Theme.muted
                font.pixelSize: 13
                Layout.preferredWidth: 16
            }
            PlainText {
                text: row.thing
                color: Theme.text
                font.pixelSize: 12
                font.weight: Font.DemiBold
                elide: Text.ElideMiddle
                Layout.preferredWidth: 124
            }
            PlainText {
                visible: row.width >= 560
                text: row.step
                color: Theme.muted
                font.pixelSize: 12
                elide: Text.ElideRight
                Layout.preferredWidth: 168
            }
            PlainText {
                text: row.tone !== "pass" && row.why !== "" ? row.why : row.rule
                color: row.tone === "stop" ? Theme.stop : Theme.text
                font.pixelSize: 12
                font.weight: row.decides ? Font.DemiBold : Font.Normal
                elide: Text.ElideRight
                Layout.fillWidth: true
                Layout.preferredWidth: 170
            }
            PlainText {
                // The rule that decided is what one looks for: it keeps its room where it is narrow.
                visible: row.width >= 900
                text: row.packet
                color: Theme.muted
                font.family: Theme.monoFamily
                font.pixelSize: 11
                elide: Text.ElideRight
                Layout.fillWidth: true
                Layout.minimumWidth: 262
                Layout.preferredWidth: 262
            }
            PlainText {
                id: result

                text: row.tone === "pass" ? qsTr("pass") : row.tone === "stop" ? qsTr("stop") : qsTr("unknown")
                color: row.tone === "pass" ? Theme.pass : row.tone === "stop" ? Theme.stop : Theme.warn
                font.pixelSize: 12
                font.weight: row.decides ? Font.DemiBold : Font.Normal
                horizontalAlignment: Text.AlignRight
                Layout.preferredWidth: 54
            }
        }
        MouseArea {
            id: area

            anchors.fill: parent
            hoverEnabled: true
            cursorShape: row.opens ? Qt.PointingHandCursor : Qt.ArrowCursor
            onContainsMouseChanged: root.reach.pointAt(containsMouse ? row.index : -1)
            onClicked: {
                row.ListView.view.currentIndex = row.index;
                root.open(row.index);
            }
        }
    }
}
