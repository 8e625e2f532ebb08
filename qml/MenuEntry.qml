import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// One line of a menu, with its key.
MenuItem {
    id: root

    property string keys: ""

    implicitHeight: 30
    arrow: Item {}
    leftPadding: 12
    rightPadding: 12
    Accessible.name: text
    contentItem: Item {
        implicitWidth: label.implicitWidth + shortcut.implicitWidth + 32

        PlainText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            color: root.enabled ? Theme.text : Theme.muted
            font.pixelSize: 13
        }
        PlainText {
            id: shortcut

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: root.subMenu ? "›" : root.keys
            color: Theme.muted
            font.pixelSize: 12
        }
    }
    background: Rectangle {
        radius: 5
        color: root.highlighted ? Theme.accentSoft : "transparent"
    }
}
