import QtQuick
import QtQuick.Layouts
import Archivolt

// The design as a tree, and a field that filters it.
ColumnLayout {
    id: root

    required property OutlineModel outline

    function search() {
        filter.forceActiveFocus(Qt.ShortcutFocusReason);
    }

    spacing: 0

    SearchField {
        id: filter

        placeholderText: qsTr("Find a resource")
        onTextChanged: root.outline.filter = text
        Layout.fillWidth: true
        Layout.margins: 12
        Layout.bottomMargin: 8
        onMovedOn: {
            lines.walk(filter.text !== "" ? root.outline.firstFound() : Math.max(0, lines.currentIndex));
            lines.forceActiveFocus(Qt.TabFocusReason);
        }
    }
    OutlineList {
        id: lines

        outline: root.outline
        Layout.fillWidth: true
        Layout.fillHeight: true

        PlainText {
            y: 24
            x: 16
            width: parent.width - 32
            visible: lines.count === 0
            text: filter.text !== "" ? qsTr("No resource is called “%1”.").arg(filter.text) : qsTr("Nothing here yet. Drag something from Add onto the canvas, or choose it there and press Enter.")
            color: Theme.muted
            font.pixelSize: 12
            lineHeight: 1.3
            wrapMode: Text.Wrap
        }
    }
}
