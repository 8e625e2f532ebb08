pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// All keys of the window, by what they do.
Sheet {
    id: root

    required property CommandList commands
    readonly property var gestures: [[qsTr("Move by a little"), qsTr("Arrows")], [qsTr("Move by a step of the grid"), qsTr("Shift+Arrows")], [qsTr("Give up a drag"), qsTr("Esc")], [qsTr("Move the view"), qsTr("Space+drag, wheel")], [qsTr("Zoom at the pointer"), qsTr("Ctrl+wheel")]]

    heading: qsTr("Shortcuts")
    width: Math.min(880, parent.width - 48)

    Flickable {
        clip: true
        contentHeight: grid.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(grid.implicitHeight, root.parent.height - 160)
        ScrollBar.vertical: ScrollBar {}

        GridLayout {
            id: grid

            readonly property real columnWidth: (width - (columns - 1) * columnSpacing) / columns

            width: root.width - 48
            columns: root.width > 720 ? 3 : 2
            columnSpacing: 40
            rowSpacing: 24

            Repeater {
                model: root.commands.groups

                ColumnLayout {
                    id: group

                    required property string modelData

                    spacing: 8
                    Layout.alignment: Qt.AlignTop
                    Layout.preferredWidth: grid.columnWidth

                    PlainText {
                        color: Theme.muted
                        font.pixelSize: 11
                        font.weight: Font.DemiBold
                        text: group.modelData
                    }
                    Repeater {
                        model: root.commands.inGroup(group.modelData)

                        ShortcutLine {
                            required property Command modelData

                            visible: keys !== ""
                            what: modelData.title
                            keys: modelData.allKeysText
                        }
                    }
                }
            }
            ColumnLayout {
                spacing: 8
                Layout.alignment: Qt.AlignTop
                Layout.preferredWidth: grid.columnWidth

                PlainText {
                    color: Theme.muted
                    font.pixelSize: 11
                    font.weight: Font.DemiBold
                    text: qsTr("On the drawing")
                }
                Repeater {
                    model: root.gestures

                    ShortcutLine {
                        required property var modelData

                        what: modelData[0]
                        keys: modelData[1]
                    }
                }
            }
        }
    }
}
