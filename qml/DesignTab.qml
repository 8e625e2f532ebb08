import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// One design of the window: its name, whether anything is unsaved, and its end.
AbstractButton {
    id: root

    required property int index
    required property string title
    required property string path
    required property bool isDirty
    required property bool isCurrent
    signal closeAsked
    signal draggedTo(real at)

    leftPadding: 12
    rightPadding: 32
    text: title
    checked: isCurrent
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Accessible.role: Accessible.PageTab
    Accessible.name: isDirty ? qsTr("%1, not saved").arg(title) : title

    TapHandler {
        acceptedButtons: Qt.MiddleButton
        onTapped: root.closeAsked()
    }
    DragHandler {
        target: null
        yAxis.enabled: false
        onCentroidChanged: if (active)
            root.draggedTo(centroid.scenePosition.x)
    }
    Hint {
        text: root.path !== "" ? root.path : root.title
        visible: root.hovered && !root.down
    }

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.bottomMargin: 1
            color: root.isCurrent ? Theme.surface : root.hovered ? Theme.raised : "transparent"
        }
        Rectangle {
            anchors {
                left: parent.left
                right: parent.right
                bottom: parent.bottom
            }
            height: 2
            color: root.isCurrent || root.visualFocus ? Theme.accent : "transparent"
        }
        Divider {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            height: 16
            width: 1
        }
    }
    contentItem: Row {
        spacing: 6

        Rectangle {
            visible: root.isDirty
            anchors.verticalCenter: parent.verticalCenter
            width: 6
            height: 6
            radius: 3
            color: Theme.accent
        }
        PlainText {
            height: parent.height
            width: Math.min(implicitWidth, parent.width - (root.isDirty ? 12 : 0))
            text: root.title
            color: root.isCurrent || root.hovered ? Theme.text : Theme.muted
            font.pixelSize: 13
            font.weight: root.isCurrent ? Font.DemiBold : Font.Medium
            elide: Text.ElideMiddle
            verticalAlignment: Text.AlignVCenter
        }
    }

    IconButton {
        anchors {
            right: parent.right
            rightMargin: 6
            verticalCenter: parent.verticalCenter
        }
        width: 20
        height: 20
        visible: root.isCurrent || root.hovered
        iconName: "close"
        hint: qsTr("Close %1").arg(root.title)
        onClicked: root.closeAsked()
    }
}
