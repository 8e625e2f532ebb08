import QtQuick
import Archivolt

// Finds what the design holds and shows it on the drawing.
SearchPopup {
    id: root

    required property FindModel found
    required property DesignCanvas canvas

    model: found
    placeholder: qsTr("Find a resource, a type, a property or an address")
    empty: qsTr("Nothing here has to do with “%1”.")
    onFiltered: text => found.filter = text
    onChosen: row => {
        found.reveal(row);
        canvas.forceActiveFocus(Qt.ShortcutFocusReason);
    }
}
