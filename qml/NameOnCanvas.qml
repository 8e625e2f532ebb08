import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A field over the name of what is selected, to rename it where it stands.
TextField {
    id: root

    required property DesignCanvas canvas

    function begin() {
        const rect = canvas.selectedRect();
        const name = canvas.selectedTitle();
        if (name === "" || rect.width <= 0)
            return;
        text = name;
        x = Math.max(8, Math.min(rect.x, canvas.width - width - 8));
        y = Math.max(8, Math.min(rect.y + (rect.height - height) / 2, canvas.height - height - 8));
        visible = true;
        forceActiveFocus(Qt.PopupFocusReason);
        selectAll();
    }
    function end() {
        visible = false;
        canvas.forceActiveFocus(Qt.PopupFocusReason);
    }

    visible: false
    width: Math.max(180, Math.min(360, contentWidth + 28))
    height: 32
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.pixelSize: 13
    font.weight: Font.Medium
    leftPadding: 10
    rightPadding: 10
    verticalAlignment: TextInput.AlignVCenter
    Accessible.name: qsTr("Name")
    background: Rectangle {
        radius: 7
        color: Theme.surface
        border.width: 2
        border.color: Theme.accent
    }
    onAccepted: {
        if (canvas.renameTo(text))
            end();
    }
    onActiveFocusChanged: {
        if (!activeFocus)
            visible = false;
    }
    Keys.onEscapePressed: end()

    Connections {
        target: root.canvas

        function onViewportChanged() {
            if (root.visible)
                root.end();
        }
    }
}
