import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document

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
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        PlainText {
            text: root.document.checkNote
            color: Theme.muted
            font.pixelSize: 11
            Accessible.name: text
        }
    }
}
