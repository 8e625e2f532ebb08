import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A field of one line: what is typed is taken on Enter and on leaving, Escape gives it back.
TextField {
    id: root

    required property string value
    property bool mono: false
    property bool isWrong: false
    property bool isFirst: true  // Nothing stands to its left.
    property string iconName
    property int room: 0  // On the right, for buttons that lie over it.
    readonly property bool isCut: !activeFocus && text !== "" && whole.advanceWidth > width - leftPadding - rightPadding
    signal taken(string text)

    function give() {
        if (text !== value)
            taken(text);
    }
    function takeBack() {
        text = value;
    }

    implicitHeight: 30
    implicitWidth: 120
    text: value
    onValueChanged: text = value
    selectByMouse: true
    color: isCut ? "transparent" : Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.pixelSize: mono && (text !== "" || activeFocus) ? 12 : 13
    verticalAlignment: TextInput.AlignVCenter
    leftPadding: iconName === "" ? 8 : 30
    rightPadding: 8 + room
    topPadding: 0
    bottomPadding: 0
    onAccepted: give()
    onEditingFinished: give()
    onActiveFocusChanged: {
        if (!activeFocus)
            cursorPosition = 0;
        else if (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason)
            selectAll();
    }
    Component.onCompleted: cursorPosition = 0
    Keys.onEscapePressed: event => {
        event.accepted = text !== value;
        takeBack();
    }

    TextMetrics {
        id: whole

        font: root.font
        text: root.text !== "" ? root.text : root.placeholderText
    }
    Hint {
        before: root.isFirst
        text: whole.text
        visible: root.hovered && !root.activeFocus && whole.advanceWidth > root.width - root.leftPadding - root.rightPadding
    }
    // A field cuts a text through a letter; what is not being edited ends in an ellipsis.
    PlainText {
        anchors {
            fill: parent
            leftMargin: root.leftPadding
            rightMargin: root.rightPadding
        }
        visible: root.isCut
        text: root.isCut ? root.text : ""
        font: root.font
        color: Theme.text
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    // Code is in its own typeface; words in place of a value are as everywhere.
    Binding on font.family {
        when: root.mono && (root.text !== "" || root.activeFocus)
        value: Theme.monoFamily
    }

    background: Rectangle {
        radius: 7
        color: root.activeFocus ? Theme.surface : root.hovered ? Theme.surface : Theme.window
        border.width: root.activeFocus ? 2 : 1
        border.color: root.isWrong ? Theme.stop : root.activeFocus ? Theme.accent : Theme.line

        Icon {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            visible: root.iconName !== ""
            name: root.iconName
            color: Theme.muted
        }
    }
}
