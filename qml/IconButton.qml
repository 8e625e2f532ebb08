import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A small button of an icon alone, for a row.
AbstractButton {
    id: root

    required property string iconName
    required property string hint

    implicitWidth: 24
    implicitHeight: 24
    opacity: enabled ? 1 : 0.4
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Accessible.name: hint

    Hint {
        text: root.hint
        visible: root.hovered && !root.down
    }

    background: Rectangle {
        radius: 5
        color: root.down ? Theme.accentSoft : root.hovered ? Theme.window : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            width: 14
            height: 14
            name: root.iconName
            color: root.hovered || root.visualFocus ? Theme.text : Theme.muted
        }
    }
}
