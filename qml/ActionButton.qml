import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A button: plain, primary, or an icon alone; a quiet one has no frame.
AbstractButton {
    id: root

    property string iconName
    property bool primary: false
    property bool quiet: false
    property string hint
    property bool hushed: false  // A hint that was acted on does not come back until the next visit.
    readonly property color ink: primary ? Theme.accentInk : Theme.text

    implicitHeight: 32
    implicitWidth: Math.max(32, implicitContentWidth + (text === "" ? 12 : 24))
    opacity: enabled ? 1 : 0.4
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    onPressedChanged: hushed = hushed || pressed
    onHoveredChanged: hushed = hushed && hovered
    Accessible.name: text !== "" ? text : hint
    Accessible.description: hint

    Hint {
        text: root.hint
        visible: root.hint !== "" && root.hovered && !root.hushed
    }

    background: Rectangle {
        radius: 7
        color: root.primary ? Theme.accent : root.down ? Theme.accentSoft : root.hovered ? Theme.window : root.quiet ? "transparent" : Theme.surface
        border.width: root.quiet || root.primary ? 0 : 1
        border.color: Theme.line

        Rectangle {
            anchors.fill: parent
            anchors.margins: -3
            radius: 10
            visible: root.visualFocus
            color: "transparent"
            border.width: 2
            border.color: Theme.accent
        }
    }

    contentItem: ButtonLabel {
        text: root.text
        iconName: root.iconName
        ink: root.ink
    }
}
