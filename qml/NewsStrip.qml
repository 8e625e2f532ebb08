import QtQuick
import QtQuick.Layouts
import Archivolt

// A line across the window that says something and stays until it is answered.
Rectangle {
    id: root

    property string message
    property string detail
    property bool grave: false
    default property alias answers: row.data

    implicitHeight: 48
    color: grave ? Theme.stopSoft : Theme.warnSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: message

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 16
        spacing: 8

        PlainText {
            text: root.message
            color: root.grave ? Theme.stop : Theme.warn
            font.pixelSize: 13
            font.weight: Font.Medium
            elide: Text.ElideMiddle
            Layout.fillWidth: root.detail === ""
        }
        PlainText {
            text: root.detail
            visible: text !== ""
            color: root.grave ? Theme.stop : Theme.warn
            font.pixelSize: 12
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            Layout.minimumWidth: 40
        }
    }
}
