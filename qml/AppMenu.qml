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

            columns: root.parent && root.parent.Window.width < 1040 ? 2 : 4
            columnSpacing: 12
            rowSpacing: 12

            Repeater {
                model: root.commands.groups

                ColumnLayout {
                    id: column

                    required property string modelData

                    spacing: 0
                    Layout.alignment: Qt.AlignTop

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
                            onClicked: {
                                root.close();
                                modelData.run();
                            }
                        }
                    }
                }
            }
        }
    }
}
