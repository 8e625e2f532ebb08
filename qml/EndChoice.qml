import QtQuick
import QtQuick.Layouts
import Archivolt

// One of the ends that a typed text may mean.
Rectangle {
    id: root

    required property var modelData
    required property bool current
    signal pointed
    signal chosen

    height: 32
    radius: 6
    color: current ? Theme.accentSoft : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: modelData.text
    Accessible.description: modelData.detail

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 8
        anchors.rightMargin: 8
        spacing: 8

        Icon {
            visible: root.modelData.icon !== ""
            implicitWidth: 16
            implicitHeight: 16
            name: root.modelData.icon
            color: Theme.muted
        }
        WholeText {
            text: root.modelData.text
            color: Theme.text
            font.pixelSize: 13
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            Layout.minimumWidth: 90
        }
        WholeText {
            text: root.modelData.detail
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 11
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignRight
            Layout.maximumWidth: 120
        }
    }
    HoverHandler {
        onHoveredChanged: {
            if (hovered)
                root.pointed();
        }
    }
    TapHandler {
        onTapped: root.chosen()
    }
}
