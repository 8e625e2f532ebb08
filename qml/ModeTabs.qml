import QtQuick
import QtQuick.Layouts
import Archivolt

// What the right panel shows in a mode: the mode's own page, or the inspector.
Rectangle {
    id: root

    required property CanvasModes modes
    property bool inspects: false
    signal asked(bool inspects)

    implicitHeight: 41
    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            top: parent.top
            bottom: parent.bottom
        }
    }
    RowLayout {
        anchors.left: parent.left
        anchors.leftMargin: 16
        spacing: 20

        PanelTab {
            text: root.modes.kind === CanvasModes.Traffic ? qsTr("Run") : qsTr("Question")
            checked: !root.inspects
            onClicked: root.asked(false)
        }
        PanelTab {
            text: qsTr("Inspector")
            checked: root.inspects
            onClicked: root.asked(true)
        }
    }
    Divider {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }
}
