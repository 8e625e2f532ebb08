import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

Dialog {
    id: root

    required property Document document
    property string next
    signal saveAsked(string next)
    signal discardAsked(string next)

    function ask(after: string) {
        next = after;
        open();
    }

    modal: true
    padding: 24
    width: 420
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    focus: true

    contentItem: ColumnLayout {
        spacing: 8

        PlainText {
            text: qsTr("Save the changes to %1?").arg(root.document.name)
            color: Theme.text
            font.pixelSize: 15
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        PlainText {
            text: qsTr("Unsaved changes are lost otherwise.")
            color: Theme.muted
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        RowLayout {
            Layout.topMargin: 16
            spacing: 8

            ActionButton {
                text: qsTr("Discard")
                onClicked: {
                    root.close();
                    root.discardAsked(root.next);
                }
            }
            Item {
                Layout.fillWidth: true
            }
            ActionButton {
                text: qsTr("Cancel")
                onClicked: root.close()
            }
            ActionButton {
                text: qsTr("Save")
                primary: true
                focus: true
                onClicked: {
                    root.close();
                    root.saveAsked(root.next);
                }
            }
        }
    }
}
