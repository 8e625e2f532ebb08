import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Archivolt

// A dialog that asks one thing: what it is about, what follows from it, and the answers.
Dialog {
    id: root

    property string heading
    property string detail
    default property alias answers: row.data
    property alias body: extra.data

    modal: true
    focus: true
    padding: 24
    width: Math.min(460, parent.width - 48)
    closePolicy: Popup.CloseOnEscape
    enter: null
    exit: null
    anchors.centerIn: parent
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    T.Overlay.modal: Scrim {}

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 8

        PlainText {
            text: root.heading
            color: Theme.text
            font.pixelSize: 15
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        PlainText {
            text: root.detail
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 13
            lineHeight: 1.25
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        ColumnLayout {
            id: extra

            visible: children.length > 0
            Layout.fillWidth: true
            Layout.topMargin: 4
        }
        RowLayout {
            id: row

            Layout.topMargin: 16
            Layout.fillWidth: true
            spacing: 8
        }
    }
}
