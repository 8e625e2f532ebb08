import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A short field for addresses and ports.
TextField {
    id: root

    required property string caption
    property bool isBad: false
    signal done

    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.family: Theme.monoFamily
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
    onActiveFocusChanged: {
        if (activeFocus && (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason))
            selectAll();
    }
    onAccepted: done()
    Keys.onEscapePressed: done()
}
