import QtQuick
import Archivolt

// The name of an entry of a map, to be changed where it stands.
FormTextField {
    id: root

    required property FormRow row

    value: row.title
    implicitHeight: 22
    font.pixelSize: 12
    leftPadding: activeFocus || hovered ? 6 : 0
    color: activeFocus ? Theme.text : Theme.muted
    Accessible.name: qsTr("Name of the entry")
    onTaken: text => {
        if (!row.form.renameEntry(row.key, text))
            takeBack();
    }
    background: Rectangle {
        radius: 5
        color: root.activeFocus ? Theme.surface : "transparent"
        border.width: root.activeFocus ? 2 : root.hovered ? 1 : 0
        border.color: root.activeFocus ? Theme.accent : Theme.line
    }
}
