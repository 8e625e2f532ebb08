import QtQuick
import Archivolt

// Yes or no; neither is taken where nothing is written.
Row {
    id: root

    required property FormRow row
    readonly property string lower: row.text.toLowerCase()

    spacing: 4

    ChoiceButton {
        text: qsTr("Yes")
        checked: root.lower === "true"
        onClicked: root.row.form.commit(root.row.key, "true")
    }
    ChoiceButton {
        text: qsTr("No")
        checked: root.lower === "false"
        onClicked: root.row.form.commit(root.row.key, "false")
    }
    PlainText {
        text: root.row.placeholder
        visible: root.row.written !== "set"
        color: Theme.muted
        font.pixelSize: 12
        leftPadding: 6
        anchors.verticalCenter: parent.verticalCenter
    }
}
