import QtQuick
import Archivolt

// A text that may be shortened; where it is, the whole shows while the pointer rests on it.
PlainText {
    id: root

    HoverHandler {
        id: pointer
    }
    Hint {
        text: root.text
        visible: pointer.hovered && root.truncated
    }
}
