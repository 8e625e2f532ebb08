import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// The name of a file in a dialog; its stem is selected at first, so that typing replaces it.
TextField {
    id: root

    required property FileDesk files
    property string placeholder
    property bool narrows: false  // The list shows only what holds the typed text.
    signal listAsked

    function begin() {
        text = files.suggestedName;
        selectStem();
    }
    function end(ending: string) {
        text = files.withEnding(text, ending);
        selectStem();
    }
    function selectStem() {
        const dot = text.lastIndexOf(".");
        forceActiveFocus(Qt.OtherFocusReason);
        select(0, dot > 0 ? dot : text.length);
    }

    placeholderText: placeholder
    placeholderTextColor: Theme.muted
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    font.pixelSize: 13
    leftPadding: 10
    rightPadding: 10
    implicitHeight: 36
    verticalAlignment: TextInput.AlignVCenter
    Accessible.name: placeholder
    background: Rectangle {
        radius: 7
        color: Theme.surface
        border.width: root.activeFocus ? 2 : 1
        border.color: root.activeFocus ? Theme.accent : Theme.line
    }
    onTextEdited: {
        if (narrows)
            files.folder.narrow(text.includes("/") ? "" : text);
    }
    Keys.onDownPressed: root.listAsked()
}
