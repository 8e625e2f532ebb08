import QtQuick
import Archivolt

// The frame around what has the keyboard.
Rectangle {
    required property Item target

    anchors.fill: target
    visible: target.activeFocus
    color: "transparent"
    border.width: 2
    border.color: Theme.accent
    opacity: 0.55
}
