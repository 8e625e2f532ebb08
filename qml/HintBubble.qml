import QtQuick
import QtQuick.Controls.Basic
import Archivolt

ToolTip {
    id: root

    required property Hint hint
    // Above the thing it would lie on the bars at the window's top.
    property bool isHigh: false

    parent: hint.beside ? hint : hint.parent
    x: hint.beside ? 0 : hint.before ? -width - 12 : (parent.width - implicitWidth) / 2
    y: hint.beside ? 0 : hint.before ? (parent.height - implicitHeight) / 2 : isHigh ? parent.height + 3 : -implicitHeight - 3
    visible: hint.visible
    onAboutToShow: isHigh = parent.mapToItem(null, 0, 0).y < 160
    text: hint.text
    width: Math.min(implicitWidth, 480)
    delay: 500
    padding: 8
    margins: 8
    background: Rectangle {
        radius: 7
        color: Theme.raised
        border.color: Theme.line
    }
    contentItem: PlainText {
        text: root.text
        wrapMode: Text.Wrap
        color: Theme.text
        font.pixelSize: 12
    }
}
