import QtQuick
import QtQuick.Layouts
import Archivolt

// Offers what a crash left behind.
Rectangle {
    id: root

    required property Document document

    visible: document.recoverable !== ""
    implicitHeight: row.implicitHeight + 24
    radius: 10
    color: Theme.warnSoft

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: 12
        spacing: 8

        PlainText {
            text: qsTr("Unsaved changes to %1 were kept when Archivolt last ended.").arg(root.document.recoverable)
            color: Theme.warn
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.leftMargin: 4
        }
        ActionButton {
            text: qsTr("Discard")
            onClicked: root.document.discardRecovery()
        }
        ActionButton {
            text: qsTr("Recover")
            primary: true
            onClicked: root.document.recover()
        }
    }
}
