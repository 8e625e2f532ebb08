pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What a sign on the drawing lists; a line of it is gone to.
Popup {
    id: root

    required property BadgeList list
    readonly property DesignCanvas canvas: list.canvas

    parent: canvas
    x: Math.max(8, Math.min(list.place.x, canvas.width - width - 8))
    y: list.place.y + list.place.height + 6 + height <= canvas.height ? list.place.y + list.place.height + 6 : Math.max(8, list.place.y - height - 6)
    width: Math.min(300, canvas.width - 16)
    padding: 8
    focus: true
    modal: false
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    Component.onCompleted: open()
    onOpened: rows.forceActiveFocus(Qt.PopupFocusReason)
    onClosed: {
        list.close();
        canvas.forceActiveFocus(Qt.PopupFocusReason);
    }

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 4

        PlainText {
            text: root.list.heading
            color: Theme.muted
            font.pixelSize: 12
            Layout.leftMargin: 8
            Layout.topMargin: 4
            Layout.fillWidth: true
        }
        ListView {
            id: rows

            model: root.list.rows
            clip: true
            cacheBuffer: 0  // As in FormList.
            keyNavigationEnabled: true
            currentIndex: 0
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: root.list.heading
            Keys.onReturnPressed: root.list.choose(currentIndex)
            Keys.onEnterPressed: root.list.choose(currentIndex)
            ScrollBar.vertical: ScrollBar {}
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(320, count * 32)

            delegate: Item {
                id: row

                required property int index
                required property var modelData

                width: ListView.view.width
                height: 32
                Accessible.role: Accessible.ListItem
                Accessible.name: row.modelData.title
                Accessible.description: row.modelData.kind

                Rectangle {
                    anchors.fill: parent
                    radius: 7
                    color: row.ListView.isCurrentItem ? Theme.accentSoft : "transparent"
                }
                Icon {
                    id: icon

                    x: 8
                    anchors.verticalCenter: parent.verticalCenter
                    width: 16
                    height: 16
                    name: row.modelData.icon
                    color: Theme.muted
                }
                PlainText {
                    id: title

                    anchors.left: icon.right
                    anchors.leftMargin: 8
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, row.width - x - 8 - Math.min(kind.implicitWidth + 12, row.width / 3))
                    text: row.modelData.title
                    color: Theme.text
                    font.pixelSize: 13
                    elide: Text.ElideMiddle
                }
                PlainText {
                    id: kind

                    anchors.right: parent.right
                    anchors.rightMargin: 8
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, row.width - title.x - title.width - 20)
                    text: row.modelData.kind
                    color: Theme.muted
                    font.pixelSize: 12
                    elide: Text.ElideRight
                }
                MouseArea {
                    id: area

                    anchors.fill: parent
                    hoverEnabled: true
                    onPositionChanged: row.ListView.view.currentIndex = row.index
                    onClicked: root.list.choose(row.index)
                }
                Hint {
                    text: row.modelData.title + "\n" + row.modelData.kind
                    visible: area.containsMouse && (title.truncated || kind.truncated)
                }
            }
        }
    }
}
