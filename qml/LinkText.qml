import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A word that does something.
AbstractButton {
    id: root

    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Accessible.name: text
    contentItem: PlainText {
        text: root.text
        color: Theme.accent
        font.pixelSize: 11
        font.weight: Font.Medium
        font.underline: root.hovered || root.visualFocus
    }
}
