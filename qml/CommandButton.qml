import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// One command of a menu: its title, and its key at the right.
AbstractButton {
    id: root

    required property Command command
    property real widest: 236  // What there is room for, should the text want it.

    implicitHeight: 32
    implicitWidth: Math.max(236, Math.min(implicitContentWidth, widest))
    enabled: command.enabled
    text: command.title
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.description: command.keysText

    background: Rectangle {
        radius: 6
        color: root.hovered || root.activeFocus ? Theme.accentSoft : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: RowLayout {
        spacing: 8
        opacity: root.enabled ? 1 : 0.6

        WholeText {
            text: root.text
            color: root.enabled ? Theme.text : Theme.muted
            font.pixelSize: 13
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.leftMargin: 10
        }
        PlainText {
            text: root.command.keysText
            color: Theme.muted
            font.pixelSize: 11
            Layout.rightMargin: 10
        }
    }
}
