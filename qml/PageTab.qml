import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// One of the tabs of a panel: the one that shows is underlined.
AbstractButton {
    id: root

    property string count

    implicitHeight: 40
    leftPadding: 10
    rightPadding: 10
    implicitWidth: implicitContentWidth + 20
    checkable: false
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Accessible.role: Accessible.PageTab
    Accessible.name: text

    background: Rectangle {
        color: "transparent"
        radius: 7
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent

        Rectangle {
            anchors {
                left: parent.left
                right: parent.right
                bottom: parent.bottom
                leftMargin: 10
                rightMargin: 10
            }
            height: 2
            radius: 1
            visible: root.checked
            color: Theme.accent
        }
    }
    contentItem: Row {
        spacing: 6

        PlainText {
            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            color: root.checked || root.hovered ? Theme.text : Theme.muted
            font.pixelSize: 13
            font.weight: Font.Medium
        }
        PlainText {
            anchors.verticalCenter: parent.verticalCenter
            text: root.count
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 12
        }
    }
}
