import QtQuick
import Archivolt

// The least change that keeps all broken promises; pointing at it shows it on the drawing.
Rectangle {
    id: root

    required property PromisesMending mending
    readonly property bool isPointed: area.hovered || apply.activeFocus

    visible: mending.isLooking || mending.isThere || mending.cannot !== ""
    implicitHeight: column.implicitHeight + 20
    radius: 8
    color: area.hovered ? Theme.window : Theme.surface
    border.color: area.hovered ? Theme.accent : Theme.line
    onIsPointedChanged: mending.preview(isPointed)
    Accessible.role: Accessible.Grouping
    Accessible.name: heading.text
    Accessible.description: mending.steps

    HoverHandler {
        id: area
    }
    Column {
        id: column

        x: 12
        y: 10
        width: Math.max(0, root.width - buttons.width - 36)
        spacing: 4

        PlainText {
            id: heading

            width: parent.width
            text: root.mending.isLooking ? qsTr("Looking for the least change that keeps them…") : root.mending.isThere ? root.mending.heading : qsTr("Nothing mends them")
            color: Theme.text
            font.pixelSize: 12
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
        }
        PlainText {
            width: parent.width
            visible: text !== ""
            text: root.mending.steps
            color: Theme.text
            font.pixelSize: 12
            lineHeight: 1.15
            wrapMode: Text.Wrap
        }
        PlainText {
            width: parent.width
            visible: text !== ""
            text: root.mending.also
            color: Theme.muted
            font.pixelSize: 11
            lineHeight: 1.15
            wrapMode: Text.Wrap
        }
        PlainText {
            width: parent.width
            visible: text !== ""
            text: root.mending.cannot
            color: Theme.warn
            font.pixelSize: 11
            lineHeight: 1.15
            wrapMode: Text.Wrap
        }
    }
    Row {
        id: buttons

        anchors {
            right: parent.right
            rightMargin: 12
            verticalCenter: parent.verticalCenter
        }
        spacing: 8

        ActionButton {
            id: apply

            text: qsTr("Mend it so")
            visible: root.mending.isThere
            hint: qsTr("One step, which undo takes back")
            height: 28
            onClicked: root.mending.apply()
        }
        ActionButton {
            iconName: "close"
            quiet: true
            visible: !root.mending.isLooking
            hint: qsTr("Dismiss")
            onClicked: root.mending.clear()
            width: 28
            height: 28
        }
    }
}
