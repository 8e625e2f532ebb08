import QtQuick
import QtQuick.Controls.Basic
import Archivolt

ToolTip {
    id: root

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
