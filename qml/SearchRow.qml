import QtQuick
import Archivolt

Item {
    id: root

    required property string name
    required property string title
    required property string detail
    required property string keysText
    required property bool isEnabled
    required property bool current
    signal pointed
    signal chosen

    implicitHeight: 36
    opacity: isEnabled ? 1 : 0.55
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: detail

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 8
        anchors.rightMargin: 8
        radius: 7
        color: root.current ? Theme.accentSoft : "transparent"
    }
    PlainText {
        id: main

        x: 20
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, root.width / 2)
        text: root.title
        color: Theme.text
        font.pixelSize: 13
        elide: Text.ElideMiddle
    }
    PlainText {
        anchors {
            left: main.right
            leftMargin: 12
            right: keys.left
            rightMargin: 12
            verticalCenter: parent.verticalCenter
        }
        text: root.detail
        color: Theme.muted
        font.pixelSize: 12
        elide: Text.ElideRight
    }
    PlainText {
        id: keys

        anchors {
            right: parent.right
            rightMargin: 20
            verticalCenter: parent.verticalCenter
        }
        text: root.keysText
        color: Theme.muted
        font.pixelSize: 12
    }
    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        onPositionChanged: root.pointed()
        onClicked: {
            root.pointed();
            root.chosen();
        }
    }
}
