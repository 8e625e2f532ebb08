import QtQuick
import Archivolt

// The text of the selected note, to be written where it stands.
PlainTextArea {
    id: root

    required property MarkModel marks

    function begin() {
        if (marks.kind !== "note")
            return;
        text = marks.text;
        visible = true;
        forceActiveFocus(Qt.PopupFocusReason);
        selectAll();
    }
    function end() {
        if (!visible)
            return;
        visible = false;
        marks.finish(text);
    }

    visible: false
    x: marks.place.x
    y: marks.place.y
    width: Math.max(marks.place.width, 120)
    height: Math.max(marks.place.height, contentHeight + topPadding + bottomPadding)
    wrapMode: TextEdit.Wrap
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.pixelSize: Math.max(9, Math.round(12 * marks.scale))
    leftPadding: 10 * marks.scale
    rightPadding: leftPadding
    topPadding: leftPadding
    bottomPadding: leftPadding
    placeholderText: qsTr("Write something")
    placeholderTextColor: Theme.muted
    Accessible.name: qsTr("Text of the note")
    background: Rectangle {
        radius: 7
        color: Theme.surface
        border.width: 2
        border.color: Theme.accent
    }
    onActiveFocusChanged: {
        if (!activeFocus)
            end();
    }
    Keys.onEscapePressed: {
        end();
        marks.canvas.forceActiveFocus(Qt.PopupFocusReason);
    }
    Keys.onPressed: event => {
        if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && event.modifiers & Qt.ControlModifier) {
            event.accepted = true;
            end();
            marks.canvas.forceActiveFocus(Qt.PopupFocusReason);
        }
    }
}
