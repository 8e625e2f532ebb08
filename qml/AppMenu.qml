pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// The menu of the window: every command, in columns by group.
Popup {
    id: root

    required property CommandList commands

    y: parent ? parent.height + 8 : 0
    padding: 12
    height: Math.min(implicitHeight, (parent ? parent.Window.height : 0) - Theme.topBarHeight - 8)
    focus: true
    modal: false
    enter: null
    exit: null
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutsideParent
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }

    contentData: Flickable {
        anchors.fill: parent
        implicitWidth: grid.implicitWidth
        implicitHeight: grid.implicitHeight
        contentHeight: grid.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}

        GridLayout {
            id: grid

            readonly property real room: root.parent ? root.parent.Window.width - 64 : 0
            readonly property bool isWide: room >= 976

            columns: isWide ? 4 : 2
            columnSpacing: 12
            rowSpacing: 12

            Repeater {
                model: root.commands.groups

                ColumnLayout {
                    id: column

                    required property string modelData
                    required property int index

                    spacing: 0
                    Layout.alignment: Qt.AlignTop
                    // The last group, which is short, stands below the one before.
                    Layout.row: grid.isWide ? Math.max(0, index - 3) : Math.floor(index / 2)
                    Layout.column: grid.isWide ? Math.min(index, 3) : index % 2
                    Layout.rowSpan: grid.isWide && index < 3 ? 2 : 1

                    PlainText {
                        text: column.modelData
                        color: Theme.muted
                        font.pixelSize: 11
                        font.weight: Font.DemiBold
                        Layout.leftMargin: 10
                        Layout.bottomMargin: 4
                    }
                    Repeater {
                        model: root.commands.inGroup(column.modelData)

                        CommandButton {
                            required property Command modelData

                            command: modelData
                            widest: Math.max(236, grid.room - 36 - 3 * 260)  // One group has long texts.
                            Layout.fillWidth: true
                            onClicked: {
                                root.close();
                                modelData.perform();
                            }
                        }
                    }
                }
            }
        }
    }
}
