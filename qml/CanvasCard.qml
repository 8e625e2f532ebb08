import QtQuick
import Archivolt

// What lies over the drawing: a click beside its buttons is not for what is drawn below.
Rectangle {
    id: root

    signal clicked

    radius: 10
    color: Theme.raised
    border.color: Theme.line

    MouseArea {
        anchors.fill: parent
        acceptedButtons: Qt.AllButtons
        hoverEnabled: true
        onClicked: mouse => {
            if (mouse.button === Qt.LeftButton)
                root.clicked();
        }
    }
}
