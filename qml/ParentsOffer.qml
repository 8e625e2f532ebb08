import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What a part lacks where it was dropped, and to make that too.
Popup {
    id: root

    required property CanvasEdits edits

    parent: edits.canvas
    x: Math.max(8, Math.min(edits.offeredAt.x + 8, edits.canvas.width - width - 8))
    y: Math.max(8, Math.min(edits.offeredAt.y + 8, edits.canvas.height - height - 8))
    width: Math.min(360, edits.canvas.width - 16)
    padding: 16
    focus: true
    modal: false
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    Component.onCompleted: {
        if (edits.lacking !== "")
            open();
    }
    onOpened: take.forceActiveFocus(Qt.PopupFocusReason)
    onClosed: {
        edits.dropOffer();
        edits.canvas.forceActiveFocus(Qt.PopupFocusReason);
    }

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 12

        Connections {
            target: root.edits

            function onOfferChanged() {
                if (root.edits.lacking !== "")
                    root.open();
                else
                    root.close();
            }
        }

        PlainText {
            text: root.edits.lacking
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: 8

            ActionButton {
                id: take

                primary: true
                text: qsTr("Make %1").arg(root.edits.makes)
                hint: qsTr("Adds all of it in one step, which undo takes back")
                Layout.fillWidth: true
                onClicked: root.edits.takeOffer()
            }
            ActionButton {
                text: qsTr("Cancel")
                onClicked: root.close()
            }
        }
    }
}
