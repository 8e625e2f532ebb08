pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// All keys of the window, by what they do.
Sheet {
    id: root

    required property CommandList commands
    readonly property var gestures: [
        {
            what: qsTr("From thing to thing"),
            keys: qsTr("Tab, Shift+Tab")
        },
        {
            what: qsTr("To the nearest one"),
            keys: qsTr("Alt+Arrows")
        },
        {
            what: qsTr("Into a container, and out"),
            keys: qsTr("Enter, Esc")
        },
        {
            what: qsTr("Move by a little"),
            keys: qsTr("Arrows")
        },
        {
            what: qsTr("Move by a step of the grid"),
            keys: qsTr("Shift+Arrows")
        },
        {
            what: qsTr("Give up a drag"),
            keys: qsTr("Esc")
        },
        {
            what: qsTr("Move the view"),
            keys: qsTr("Space+drag, wheel")
        },
        {
            what: qsTr("Zoom at the pointer"),
            keys: qsTr("Ctrl+wheel")
        }
    ]
    readonly property string drawing: qsTr("On the drawing")
    readonly property int count: width > 900 ? 4 : 2

    heading: qsTr("Shortcuts")
    width: Math.min(1180, parent.width - 48)

    Flickable {
        id: flick

        clip: true
        contentHeight: all.height
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        Keys.onUpPressed: contentY = Math.max(0, contentY - 48)
        Keys.onDownPressed: contentY = Math.max(0, Math.min(contentHeight - height, contentY + 48))
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(all.height, root.parent.height - 160)
        ScrollBar.vertical: ScrollBar {
            policy: flick.contentHeight > flick.height ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        }

        Row {
            id: all

            spacing: 36

            Repeater {
                model: root.commands.inColumns(root.count, root.drawing, root.gestures.length)

                Column {
                    id: column

                    required property var modelData

                    width: (flick.width - 16 - (root.count - 1) * all.spacing) / root.count
                    spacing: 24

                    Repeater {
                        model: column.modelData

                        ShortcutGroup {
                            required property string modelData

                            heading: modelData
                            lines: modelData === root.drawing ? root.gestures : root.commands.keysOf(modelData)
                        }
                    }
                }
            }
        }
    }
}
