import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// The selected thing's name; it can be edited while it is being renamed.
TextField {
    id: root

    required property Document document
    readonly property bool isCut: readOnly && contentWidth > width

    function begin() {
        text = document.selectedName;
        readOnly = false;
        forceActiveFocus(Qt.ShortcutFocusReason);
        selectAll();
    }
    function end() {
        readOnly = true;
        text = Qt.binding(() => root.document.selectedName);
        cursorPosition = 0;
    }

    text: document.selectedName
    readOnly: true
    activeFocusOnTab: !readOnly
    color: isCut ? "transparent" : Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.pixelSize: 15
    font.weight: Font.DemiBold
    verticalAlignment: TextInput.AlignVCenter
    leftPadding: readOnly ? 0 : 6
    rightPadding: leftPadding
    topPadding: readOnly ? 0 : 4
    bottomPadding: topPadding
    Accessible.name: qsTr("Logical id")
    background: Rectangle {
        radius: 5
        visible: !root.readOnly
        color: Theme.surface
        border.width: 2
        border.color: Theme.accent
    }
    // A field shows the end of what is too long for it; a title, its beginning.
    PlainText {
        anchors.fill: parent
        visible: root.isCut
        text: root.text
        color: Theme.text
        font: root.font
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    onAccepted: {
        if (document.renameSelected(text))
            end();
    }
    onActiveFocusChanged: {
        if (!activeFocus && !readOnly)
            end();
    }
    Keys.onEscapePressed: end()
}
