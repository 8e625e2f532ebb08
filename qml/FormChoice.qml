pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// The forms of one kind in which a copy can be written, told by the name's ending.
RowLayout {
    id: root

    required property string caption
    required property list<string> endings
    required property string name
    signal chosen(string ending)

    spacing: 4

    PlainText {
        text: root.caption
        color: Theme.muted
        font.pixelSize: 12
        Layout.rightMargin: 4
    }
    Repeater {
        model: root.endings

        ChoiceButton {
            required property string modelData

            text: modelData.slice(1).toUpperCase()
            checked: root.name.toLowerCase().endsWith(modelData)
            onClicked: root.chosen(modelData)
        }
    }
}
