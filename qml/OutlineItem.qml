import QtQuick
import Archivolt

Item {
    id: root

    required property string title
    required property string detail
    required property string icon
    required property int hue
    required property int depth
    required property bool isOpen
    required property bool hasChildren
    required property bool isSelected
    required property bool isGhost
    required property bool current
    readonly property int indent: 8 + 14 * Math.min(depth, 6)
    signal chosen(bool adds)
    signal revealAsked
    signal turned

    implicitHeight: 28
    Accessible.role: Accessible.TreeItem
    Accessible.name: title
    Accessible.description: detail
    Accessible.selected: isSelected

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 8
        anchors.rightMargin: 8
        radius: 7
        color: root.isSelected ? Theme.accentSoft : area.containsMouse ? Theme.window : "transparent"
        border.width: root.current ? 2 : 0
        border.color: Theme.accent
    }
    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onClicked: mouse => root.chosen((mouse.modifiers & (Qt.ControlModifier | Qt.ShiftModifier)) !== 0)
        onDoubleClicked: root.revealAsked()
    }
    Icon {
        visible: root.hasChildren
        x: root.indent + 2
        anchors.verticalCenter: parent.verticalCenter
        width: 14
        height: 14
        name: root.isOpen ? "chevron-down" : "chevron-right"
        color: Theme.muted

        MouseArea {
            anchors.fill: parent
            anchors.margins: -6
            onClicked: root.turned()
        }
    }
    Icon {
        x: root.indent + 20
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        name: root.icon
        visible: root.icon !== ""
        color: Theme.hue(root.hue, Theme.dark)
    }
    PlainText {
        id: label

        readonly property real room: root.width - x - 16

        x: root.indent + (root.icon === "" ? 20 : 42)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, room)
        text: root.title
        color: root.isGhost ? Theme.muted : Theme.text
        font.pixelSize: 13
        font.italic: root.isGhost
        elide: Text.ElideMiddle
    }
    PlainText {
        id: kind

        readonly property real room: root.width - x - 16

        x: label.x + label.width + 8
        anchors.verticalCenter: parent.verticalCenter
        visible: room > 36
        width: room
        text: root.detail
        color: Theme.muted
        font.pixelSize: 11
        elide: Text.ElideRight
    }
    Hint {
        visible: area.containsMouse && (label.truncated || kind.truncated || !kind.visible)
        text: root.detail === "" ? root.title : root.title + "\n" + root.detail
        beside: true
        x: root.width + 4
        y: 0
    }
}
