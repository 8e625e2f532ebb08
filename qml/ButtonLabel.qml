import QtQuick
import Archivolt

// A button's icon and text in its middle.
Item {
    id: root

    property string text
    property string iconName
    property color ink

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight

    Row {
        id: row

        anchors.centerIn: parent
        spacing: 8

        Icon {
            name: root.iconName
            color: root.ink
            visible: root.iconName !== ""
            width: 18
            height: 18
            anchors.verticalCenter: parent.verticalCenter
        }
        PlainText {
            text: root.text
            visible: root.text !== ""
            color: root.ink
            font.pixelSize: 13
            font.weight: Font.Medium
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
