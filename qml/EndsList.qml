pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is reached and what not, or what reaches; a row asks for its trace.
ListView {
    id: root

    required property ReachMode reach

    model: reach.ends
    clip: true
    cacheBuffer: 0  // As in FormList.
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Ends")
    Keys.onReturnPressed: reach.askEnd(currentIndex)
    Keys.onEnterPressed: reach.askEnd(currentIndex)
    ScrollBar.vertical: ScrollBar {}

    delegate: Rectangle {
        id: row

        required property int index
        required property string kind
        required property string name
        required property string traffic
        required property string why
        required property string tone

        readonly property bool isHeading: kind === "heading"

        width: ListView.view.width
        height: 34
        color: isHeading ? "transparent" : area.containsMouse || (ListView.isCurrentItem && ListView.view.activeFocus) ? Theme.accentSoft : "transparent"
        Accessible.role: isHeading ? Accessible.Heading : Accessible.ListItem
        Accessible.name: isHeading ? name : name + ", " + (traffic !== "" ? traffic : why)

        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: 16
            anchors.rightMargin: 16
            spacing: 10

            VerdictDot {
                tone: row.tone
                visible: !row.isHeading
            }
            PlainText {
                text: row.name
                color: row.isHeading ? Theme.muted : Theme.text
                font.pixelSize: row.isHeading ? 12 : 13
                font.weight: row.isHeading ? Font.Medium : Font.Normal
                elide: Text.ElideMiddle
                Layout.fillWidth: true
                Layout.minimumWidth: 90
            }
            PlainText {
                text: row.traffic !== "" ? row.traffic : row.why
                color: Theme.muted
                font.pixelSize: 12
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignRight
                Layout.maximumWidth: 150
            }
        }
        MouseArea {
            id: area

            anchors.fill: parent
            hoverEnabled: true
            enabled: !row.isHeading
            onClicked: {
                row.ListView.view.currentIndex = row.index;
                root.reach.askEnd(row.index);
            }
        }
        Hint {
            text: row.name + "\n" + (row.traffic !== "" ? row.traffic : row.why)
            visible: area.containsMouse && (row.name.length > 20 || row.traffic.length > 20)
        }
    }
}
