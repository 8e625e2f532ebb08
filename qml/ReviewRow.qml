import QtQuick
import QtQuick.Layouts
import Archivolt

// One difference, or the heading of some.
Rectangle {
    id: root

    required property bool heading
    required property string title
    required property string detail
    required property string lines
    required property string tone
    required property bool chosen
    signal picked
    signal revealed

    implicitHeight: heading ? 34 : column.implicitHeight + 14
    color: chosen ? Theme.accentSoft : area.containsMouse && !heading ? Theme.window : "transparent"
    Accessible.role: heading ? Accessible.Heading : Accessible.ListItem
    Accessible.name: heading ? title : title + ", " + detail
    Accessible.description: lines

    MouseArea {
        id: area

        anchors.fill: parent
        enabled: !root.heading
        hoverEnabled: true
        onClicked: root.picked()
        onDoubleClicked: root.revealed()
    }
    PlainText {
        visible: root.heading
        x: 16
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 6
        text: root.title
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
    }
    VerdictDot {
        x: 16
        y: 12
        visible: !root.heading
        tone: root.tone
    }
    ColumnLayout {
        id: column

        visible: !root.heading
        x: 34
        y: 7
        width: parent.width - 50
        spacing: 2

        PlainText {
            text: root.title
            color: Theme.text
            font.pixelSize: 13
            font.weight: root.chosen ? Font.DemiBold : Font.Normal
            elide: Text.ElideMiddle
            Layout.fillWidth: true
        }
        PlainText {
            visible: text !== ""
            text: root.detail
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        // All of it once it is chosen.
        PlainText {
            visible: root.lines !== ""
            text: root.lines
            color: Theme.text
            font.family: Theme.monoFamily
            font.pixelSize: 11
            lineHeight: 1.25
            maximumLineCount: root.chosen ? 40 : 2
            elide: Text.ElideRight
            wrapMode: Text.WrapAnywhere
            Layout.fillWidth: true
            Layout.topMargin: 2
        }
    }
}
