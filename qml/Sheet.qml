import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Archivolt

// A dialog that shows something: a heading, what it shows, and a way out.
Dialog {
    id: root

    property string heading
    default property alias body: column.data

    modal: true
    focus: true
    padding: 0
    width: Math.min(560, parent.width - 48)
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    enter: null
    exit: null
    anchors.centerIn: parent
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    T.Overlay.modal: Scrim {}
    onOpened: closeButton.forceActiveFocus(Qt.PopupFocusReason)

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: 24
            Layout.rightMargin: 12
            Layout.topMargin: 12

            PlainText {
                text: root.heading
                color: Theme.text
                font.pixelSize: 15
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            ActionButton {
                id: closeButton

                iconName: "close"
                quiet: true
                hint: qsTr("Close (Esc)")
                onClicked: root.close()
            }
        }
        ColumnLayout {
            id: column

            spacing: 12
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.margins: 24
            Layout.topMargin: 8
        }
    }
}
