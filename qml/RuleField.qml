import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A short field for addresses and ports, or for a name.
TextField {
    id: root

    required property string caption
    property bool isBad: false
    property bool mono: true
    signal done

    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.pixelSize: 12
    implicitHeight: 28
    leftPadding: 8
    rightPadding: 8
    topPadding: 0
    bottomPadding: 0
    verticalAlignment: TextInput.AlignVCenter
    Accessible.name: caption
    background: Rectangle {
        radius: 7
        color: Theme.surface
        border.width: root.activeFocus ? 2 : 1
        border.color: root.isBad ? Theme.stop : root.activeFocus ? Theme.accent : Theme.line
    }
    Binding on font.family {
        when: root.mono && root.text !== ""
        value: Theme.monoFamily
    }
    onActiveFocusChanged: {
        if (activeFocus && (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason))
            selectAll();
    }
    onAccepted: done()
    Keys.onEscapePressed: done()
}
