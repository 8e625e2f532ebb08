import QtQuick
import QtQuick.Layouts
import Archivolt

// A repair: what it changes, what else that opens or closes; pointing at it shows it on the drawing.
Rectangle {
    id: root

    required property bool opens
    required property string steps
    required property string also
    signal previewed(bool on)
    signal applied

    implicitHeight: column.implicitHeight + 20
    radius: 8
    color: area.containsMouse ? Theme.window : Theme.surface
    border.color: area.containsMouse ? Theme.accent : Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: steps
    Accessible.description: also

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onContainsMouseChanged: root.previewed(containsMouse || apply.activeFocus)
    }
    ColumnLayout {
        id: column

        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            leftMargin: 12
            rightMargin: 12
        }
        spacing: 6

        PlainText {
            text: root.steps
            color: Theme.text
            font.pixelSize: 12
            lineHeight: 1.15
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        PlainText {
            text: root.also === "" ? qsTr("Changes nothing else") : root.also
            color: root.also === "" ? Theme.muted : Theme.warn
            font.pixelSize: 11
            lineHeight: 1.15
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        ActionButton {
            id: apply

            text: root.opens ? qsTr("Open it so") : qsTr("Close it so")
            hint: qsTr("One step, which undo takes back")
            implicitHeight: 28
            onActiveFocusChanged: root.previewed(activeFocus || area.containsMouse)
            onClicked: root.applied()
        }
    }
}
