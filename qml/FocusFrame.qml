import QtQuick
import Archivolt

// The frame around what was given the keyboard by a key.
Rectangle {
    required property DesignCanvas target

    anchors.fill: target
    visible: target.hasKeyboardFocus
    color: "transparent"
    border.width: 2
    border.color: Theme.accent
    opacity: 0.55
}
