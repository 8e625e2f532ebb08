pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// The designs of the window, a tab each; with one alone there is nothing to choose.
Rectangle {
    id: root

    required property Workspace workspace
    readonly property real tabWidth: Math.max(104, Math.min(220, (width - 56) / Math.max(1, workspace.count)))

    visible: workspace.count > 1
    implicitHeight: visible ? 36 : 0
    color: Theme.window
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Open designs")

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 8
        anchors.rightMargin: 8
        spacing: 4

        ListView {
            id: tabs

            model: root.workspace
            orientation: ListView.Horizontal
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            interactive: contentWidth > width
            currentIndex: root.workspace.currentIndex
            highlightMoveDuration: 0
            onCurrentIndexChanged: positionViewAtIndex(currentIndex, ListView.Contain)
            Layout.fillHeight: true
            Layout.preferredWidth: contentWidth
            Layout.maximumWidth: contentWidth
            Layout.fillWidth: true

            moveDisplaced: Transition {
                NumberAnimation {
                    properties: "x"
                    duration: 120
                    easing.type: Easing.OutCubic
                }
            }
            delegate: DesignTab {
                width: root.tabWidth
                height: tabs.height
                onClicked: root.workspace.currentIndex = index
                onCloseAsked: root.workspace.close(index)
                onDraggedTo: at => {
                    const to = Math.floor((tabs.mapFromItem(null, at, 0).x + tabs.contentX) / root.tabWidth);
                    root.workspace.move(index, Math.max(0, Math.min(root.workspace.count - 1, to)));
                }
            }
        }
        IconButton {
            iconName: "plus"
            hint: qsTr("New tab (Ctrl+T)")
            onClicked: root.workspace.newTab()
        }
        Item {
            Layout.fillWidth: true
        }
    }
}
