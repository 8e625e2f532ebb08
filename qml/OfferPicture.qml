import QtQuick
import Archivolt

// The picture of something to begin with; until it is drawn, it says so.
Rectangle {
    id: root

    required property string name

    radius: 7
    color: Theme.canvas

    Preview {
        id: preview

        anchors.fill: parent
        anchors.margins: 6
        name: root.name
        dark: Theme.dark
    }
    PlainText {
        anchors.centerIn: parent
        visible: !preview.isDrawn
        text: preview.isEmpty ? qsTr("No picture") : qsTr("Being drawn…")
        color: Theme.muted
        font.pixelSize: 12
    }
}
