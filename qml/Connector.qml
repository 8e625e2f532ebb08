import QtQuick
import Archivolt

// Finds what the selected thing can be connected with, and connects it.
SearchPopup {
    id: root

    required property ConnectModel ends
    required property Document document

    model: ends
    placeholder: qsTr("Connect %1 with").arg(document.selectedName)
    nothing: qsTr("Nothing here can be connected with %1 just so. Type the name of a thing to see why not.").arg(document.selectedName)
    empty: qsTr("Nothing that could be connected is called “%1”.")
    onFiltered: text => ends.filter = text
    onChosen: row => {
        ends.connectTo(row);
        ends.canvas.forceActiveFocus(Qt.ShortcutFocusReason);
    }
}
