import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A figure with what it is of; what can't be read stays, marked, until it is mended or left.
RowLayout {
    id: root

    required property string caption
    required property string figure
    property string usual
    property bool isBad: false
    signal entered(string typed)

    spacing: 8

    PlainText {
        text: root.caption
        color: Theme.text
        font.pixelSize: 12
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
    TextField {
        id: field

        text: root.figure
        placeholderText: root.usual
        placeholderTextColor: Theme.muted
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentInk
        font.pixelSize: 12
        horizontalAlignment: TextInput.AlignRight
        verticalAlignment: TextInput.AlignVCenter
        implicitHeight: 28
        leftPadding: 8
        rightPadding: 8
        topPadding: 0
        bottomPadding: 0
        Accessible.name: root.caption
        background: Rectangle {
            radius: 7
            color: Theme.surface
            border.width: field.activeFocus ? 2 : 1
            border.color: root.isBad ? Theme.stop : field.activeFocus ? Theme.accent : Theme.line
        }
        // Figures stand in columns; words in place of one are as everywhere.
        Binding on font.family {
            when: field.text !== ""
            value: Theme.monoFamily
        }
        onEditingFinished: {
            root.entered(text);
            if (!root.isBad)
                text = Qt.binding(() => root.figure);
        }
        Keys.onEscapePressed: {
            root.isBad = false;
            text = Qt.binding(() => root.figure);
        }
        Layout.preferredWidth: 96
    }
}
