import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A field of several lines: what is typed is taken on leaving and on Ctrl+Enter.
Rectangle {
    id: root

    required property string value
    property bool isWrong: false
    property string placeholder
    property string name
    property bool isProse: false  // Words, which wrap; else text whose lines are its own.
    signal taken(string text)
    signal focused

    function give() {
        if (area.text !== value)
            taken(area.text);
    }
    function isGivenBy(event: var): bool {
        const isReturn = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        return isReturn && (event.modifiers & Qt.ControlModifier);
    }

    implicitHeight: Math.min(220, Math.max(30, area.implicitHeight))
    radius: 7
    color: area.activeFocus ? Theme.surface : Theme.window
    border.width: area.activeFocus ? 2 : 1
    border.color: isWrong ? Theme.stop : area.activeFocus ? Theme.accent : Theme.line
    onValueChanged: area.text = value
    onActiveFocusChanged: {
        if (activeFocus)
            area.forceActiveFocus();
    }

    ScrollView {
        anchors.fill: parent
        anchors.margins: 2

        PlainTextArea {
            id: area

            text: root.value
            placeholderText: root.placeholder
            placeholderTextColor: Theme.muted
            wrapMode: root.isProse ? TextEdit.Wrap : TextEdit.NoWrap
            selectByMouse: true
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.pixelSize: root.isProse || isBare ? 13 : 12
            padding: 6
            leftPadding: 6  // With the margin of 2, as a field has; the style's own has 4 more.
            background: null
            Accessible.name: root.name

            // Words in place of a value are as everywhere.
            readonly property bool isBare: text === "" && !activeFocus

            Binding on font.family {
                when: !root.isProse && !area.isBare
                value: Theme.monoFamily
            }
            onEditingFinished: root.give()
            onActiveFocusChanged: {
                if (activeFocus)
                    root.focused();
            }
            KeyNavigation.priority: KeyNavigation.BeforeItem
            KeyNavigation.tab: nextItemInFocusChain(true)
            Keys.onPressed: event => {
                event.accepted = root.isGivenBy(event);
                if (event.accepted)
                    root.give();
            }
            Keys.onEscapePressed: event => {
                event.accepted = text !== root.value;
                text = root.value;
            }
        }
    }
}
