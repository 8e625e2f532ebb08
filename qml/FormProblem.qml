import QtQuick
import QtQuick.Layouts
import Archivolt

// What is wrong, and what to do about it.
ColumnLayout {
    id: root

    required property string says
    required property string help
    required property string tone
    property string fixLabel  // What does away with it, where something alone does.
    signal fixAsked

    spacing: 1
    visible: says !== ""

    PlainText {
        text: root.says
        color: root.tone === "stop" ? Theme.stop : Theme.warn
        font.pixelSize: 11
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    PlainText {
        text: root.help
        visible: text !== ""
        color: Theme.muted
        font.pixelSize: 11
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    ActionButton {
        visible: root.fixLabel !== ""
        text: root.fixLabel
        implicitHeight: 26
        hint: qsTr("Make this change; undo takes it back")
        Layout.maximumWidth: root.width
        Layout.topMargin: 2
        Layout.bottomMargin: 2
        onClicked: root.fixAsked()
    }
}
