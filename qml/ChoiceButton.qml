import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// One of several choices, of which one is taken.
AbstractButton {
    id: root

    property color dot: "transparent"  // Before the text, where it stands for a colour.

    implicitHeight: 28
    implicitWidth: implicitContentWidth + (dot.a > 0 ? 10 : 20)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Accessible.role: Accessible.RadioButton
    Accessible.name: text

    background: Rectangle {
        radius: 7
        color: root.checked ? Theme.accentSoft : root.hovered ? Theme.window : "transparent"
        border.width: root.visualFocus ? 2 : 1
        border.color: root.visualFocus || root.checked ? Theme.accent : Theme.line
    }
    contentItem: PlainText {
        leftPadding: root.dot.a > 0 ? 24 : 0
        text: root.text
        color: root.checked ? Theme.accent : Theme.text
        font.pixelSize: 12
        font.weight: Font.Medium
        horizontalAlignment: root.dot.a > 0 ? Text.AlignLeft : Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideMiddle

        Rectangle {
            visible: root.dot.a > 0
            x: 10
            anchors.verticalCenter: parent.verticalCenter
            width: 8
            height: 8
            radius: 4
            color: root.dot
        }
    }
}
