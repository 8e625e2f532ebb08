import QtQuick
import Archivolt

// The editor of a value of one line, with a list to choose from where there is one.
FormTextField {
    id: root

    required property FormRow row

    value: row.text
    mono: /^(cidr|expression|ports|oneOf|reference)$/.test(row.editor)
    iconName: row.iconName
    isWrong: row.refusal !== "" || row.problemTone === "stop"
    placeholderText: row.placeholder
    room: row.hasChoices ? 22 : 0
    Accessible.name: row.title
    onTaken: text => row.form.commit(row.key, text)
    onActiveFocusChanged: {
        if (activeFocus)
            row.focused();
    }
    Keys.onDownPressed: event => {
        event.accepted = row.hasChoices;
        if (row.hasChoices)
            row.choicesAsked(root);
    }

    IconButton {
        visible: root.row.hasChoices
        anchors {
            right: parent.right
            rightMargin: 3
            verticalCenter: parent.verticalCenter
        }
        iconName: "chevron-down"
        hint: qsTr("Choose")
        focusPolicy: Qt.NoFocus
        onClicked: root.row.choicesAsked(root)
    }
}
