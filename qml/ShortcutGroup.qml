pragma ComponentBehavior: Bound

import QtQuick
import Archivolt

// The keys of one kind.
Column {
    id: root

    required property string heading
    property var lines: []  // Of `what` and `keys`.

    width: parent ? parent.width : 0
    spacing: 8

    PlainText {
        color: Theme.muted
        font.pixelSize: 11
        font.weight: Font.DemiBold
        text: root.heading
    }
    Repeater {
        model: root.lines

        ShortcutLine {
            required property var modelData

            what: modelData.what
            keys: modelData.keys
            width: root.width
        }
    }
}
