import QtQuick
import QtQuick.Layouts
import Archivolt

// What is wrong, and what to do about it.
ColumnLayout {
    id: root

    required property string says
    required property string help
    required property string tone

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
}
