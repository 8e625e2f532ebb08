import QtQuick
import Archivolt

// What can be done with an item of a list.
Row {
    id: root

    required property FormRow row
    readonly property bool hasFocus: up.activeFocus || down.activeFocus || copy.activeFocus

    IconButton {
        id: up

        iconName: "up"
        hint: qsTr("Move up")
        implicitHeight: 18
        onClicked: root.row.form.move(root.row.key, true)
    }
    IconButton {
        id: down

        iconName: "down"
        hint: qsTr("Move down")
        implicitHeight: 18
        onClicked: root.row.form.move(root.row.key, false)
    }
    IconButton {
        id: copy

        iconName: "copy"
        hint: qsTr("Duplicate")
        implicitHeight: 18
        onClicked: root.row.form.duplicate(root.row.key)
    }
}
