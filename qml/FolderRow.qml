import QtQuick
import QtQuick.Layouts
import Archivolt

// A folder or a file in a list.
Rectangle {
    id: root

    required property string name
    required property bool isFolder
    required property bool current
    signal chosen

    implicitHeight: 32
    color: area.containsMouse || current ? Theme.accentSoft : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: isFolder ? qsTr("%1, folder").arg(name) : name
    Accessible.onPressAction: chosen()

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 20
        anchors.rightMargin: 20
        spacing: 10

        Icon {
            name: root.isFolder ? "folder" : "document"
            color: root.isFolder ? Theme.accent : Theme.muted
            Layout.preferredWidth: 18
            Layout.preferredHeight: 18
        }
        PlainText {
            text: root.name
            color: Theme.text
            font.pixelSize: 13
            elide: Text.ElideMiddle
            Layout.fillWidth: true
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onClicked: root.chosen()
    }
}
