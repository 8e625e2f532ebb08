import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Asks for the path of a file or folder.
Popup {
    id: root

    required property string heading
    required property string hint
    required property string verb
    property string problem
    property alias path: field.text
    signal taken(string path)

    width: 420
    padding: 16
    modal: true
    dim: false
    focus: true
    enter: null
    exit: null
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    onOpened: {
        field.forceActiveFocus();
        field.selectAll();
    }

    contentHeight: column.implicitHeight

    ColumnLayout {
        id: column

        width: parent.width
        spacing: 8

        PlainText {
            text: root.heading
            color: Theme.text
            font.pixelSize: 13
            font.weight: Font.DemiBold
        }
        RowLayout {
            spacing: 8

            TextField {
                id: field

                color: Theme.text
                placeholderText: qsTr("Path")
                placeholderTextColor: Theme.muted
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.pixelSize: 13
                implicitHeight: 32
                leftPadding: 8
                selectByMouse: true
                verticalAlignment: TextInput.AlignVCenter
                Accessible.name: root.heading
                background: Rectangle {
                    radius: 7
                    color: Theme.surface
                    border.width: field.activeFocus ? 2 : 1
                    border.color: field.activeFocus ? Theme.accent : Theme.line
                }
                onAccepted: root.taken(text)
                Layout.fillWidth: true
            }
            ActionButton {
                text: root.verb
                primary: true
                enabled: field.text.trim() !== ""
                onClicked: root.taken(field.text)
            }
        }
        PlainText {
            text: root.problem !== "" ? root.problem : root.hint
            color: root.problem !== "" ? Theme.stop : Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
