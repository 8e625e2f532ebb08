import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A field that filters what stands below it; Escape empties it.
TextField {
    id: root

    property string hint
    signal movedOn  // Down or Enter: on to what was found.

    implicitHeight: 32
    leftPadding: 32
    rightPadding: clear.visible ? 30 : 10
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    placeholderTextColor: Theme.muted
    font.pixelSize: 13
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter
    Accessible.name: placeholderText
    Keys.onDownPressed: movedOn()
    Keys.onEscapePressed: event => {
        event.accepted = text !== "";
        text = "";
    }
    onAccepted: movedOn()

    background: Rectangle {
        radius: 7
        color: Theme.window
        border.width: root.activeFocus ? 2 : 1
        border.color: root.activeFocus ? Theme.accent : Theme.line
    }

    Icon {
        x: 9
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        name: "search"
        color: Theme.muted
    }
    ActionButton {
        id: clear

        visible: root.text !== ""
        quiet: true
        iconName: "close"
        hint: qsTr("Show all again")
        focusPolicy: Qt.NoFocus
        width: 26
        height: 26
        anchors {
            right: parent.right
            rightMargin: 3
            verticalCenter: parent.verticalCenter
        }
        onClicked: {
            root.clear();
            root.forceActiveFocus(Qt.MouseFocusReason);
        }
    }
}
