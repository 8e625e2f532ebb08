pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// Which mode explains the drawing.
Rectangle {
    id: root

    required property CanvasModes modes

    implicitWidth: row.implicitWidth + 6
    implicitHeight: 30
    radius: 8
    color: Theme.window
    border.color: Theme.line

    Row {
        id: row

        anchors.centerIn: parent

        Repeater {
            model: [
                {
                    kind: CanvasModes.Design,
                    name: qsTr("Design"),
                    what: qsTr("Draw and change the design")
                },
                {
                    kind: CanvasModes.Reach,
                    name: qsTr("Reach"),
                    what: qsTr("Who can reach whom, and by which rule")
                },
                {
                    kind: CanvasModes.Access,
                    name: qsTr("Access"),
                    what: qsTr("Who may do what, and by which statement")
                },
                {
                    kind: CanvasModes.Traffic,
                    name: qsTr("Traffic"),
                    what: qsTr("Run requests through the design")
                }
            ]

            AbstractButton {
                id: button

                required property int index
                required property var modelData

                checked: root.modes.kind === modelData.kind
                text: modelData.name
                implicitWidth: 76
                implicitHeight: 24
                hoverEnabled: true
                focusPolicy: Qt.StrongFocus
                onClicked: root.modes.kind = modelData.kind
                Keys.onReturnPressed: clicked()
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.description: modelData.what

                Hint {
                    text: qsTr("%1 (Alt+%2)").arg(button.modelData.what).arg(button.index + 1)
                    visible: button.hovered && !button.checked
                }
                background: Rectangle {
                    radius: 6
                    color: button.checked ? Theme.raised : "transparent"
                    border.width: button.visualFocus ? 2 : button.checked ? 1 : 0
                    border.color: button.visualFocus ? Theme.accent : Theme.line
                }
                contentItem: PlainText {
                    text: button.text
                    color: button.checked || button.hovered ? Theme.text : Theme.muted
                    font.pixelSize: 13
                    font.weight: button.checked ? Font.DemiBold : Font.Medium
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
}
