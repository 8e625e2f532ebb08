import QtQuick
import QtQuick.Layouts
import Archivolt

// What a key does, and the key.
RowLayout {
    id: root

    property string what
    property string keys

    spacing: 12
    Layout.fillWidth: true

    PlainText {
        text: root.what
        color: Theme.text
        font.pixelSize: 13
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    PlainText {
        text: root.keys
        color: Theme.muted
        font.pixelSize: 12
        horizontalAlignment: Text.AlignRight
    }
}
