import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document
    signal messagesAsked

    implicitHeight: visible ? Theme.statusHeight : 0
    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 16
        spacing: 16

        PlainText {
            text: root.document.contents
            color: Theme.muted
            font.pixelSize: 11
        }
        PlainText {
            text: root.document.selectedName
            color: Theme.text
            font.pixelSize: 11
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            Accessible.name: text === "" ? qsTr("Nothing selected") : qsTr("Selected: %1").arg(text)
        }
        PlainText {
            text: root.document.checkNote
            color: Theme.muted
            font.pixelSize: 11
            Accessible.name: text
        }
        IconButton {
            visible: root.document.messages.length > 0
            iconName: "note"
            hint: qsTr("What was said of late")
            onClicked: root.messagesAsked()
        }
    }
}
