import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// The heading of one of several pages of a panel.
AbstractButton {
    id: root

    property string count
    property bool alarm: false

    implicitWidth: implicitContentWidth
    implicitHeight: 40
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Accessible.role: Accessible.PageTab
    Accessible.name: text

    background: Item {
        Rectangle {
            anchors {
                left: parent.left
                right: parent.right
                bottom: parent.bottom
            }
            height: 2
            radius: 1
            color: root.checked || root.visualFocus ? Theme.accent : "transparent"
        }
    }
    contentItem: Row {
        spacing: 6

        PlainText {
            height: parent.height
            text: root.text
            color: root.checked || root.hovered ? Theme.text : Theme.muted
            font.pixelSize: 13
            font.weight: root.checked ? Font.DemiBold : Font.Medium
            verticalAlignment: Text.AlignVCenter
        }
        PlainText {
            height: parent.height
            visible: text !== ""
            text: root.count
            color: root.alarm ? Theme.stop : Theme.muted
            font.pixelSize: 12
            verticalAlignment: Text.AlignVCenter
        }
    }
}
