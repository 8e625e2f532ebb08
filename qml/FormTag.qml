import QtQuick
import QtQuick.Layouts
import Archivolt

// A tag: its name and its value beside each other.
RowLayout {
    id: root

    required property FormRow row

    spacing: 4

    FormTextField {
        value: root.row.tagName
        placeholderText: qsTr("Name")
        Accessible.name: placeholderText
        onTaken: text => root.row.form.commitTag(root.row.key, "name", text)
        onActiveFocusChanged: {
            if (activeFocus)
                root.row.focused();
        }
        Layout.fillWidth: true
        Layout.preferredWidth: 90
    }
    FormTextField {
        isFirst: false
        value: root.row.text
        placeholderText: qsTr("Value")
        Accessible.name: placeholderText
        onTaken: text => root.row.form.commitTag(root.row.key, "value", text)
        onActiveFocusChanged: {
            if (activeFocus)
                root.row.focused();
        }
        Layout.fillWidth: true
        Layout.preferredWidth: 130
    }
}
