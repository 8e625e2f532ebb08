import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property Document document

    visible: document.notice !== ""
    width: Math.min(parent.width - 32, row.implicitWidth + 24)
    height: row.implicitHeight + 12
    radius: 10
    color: Theme.raised
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: document.notice

    RowLayout {
        id: row

        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.parent.width - 56)
        spacing: 12

        PlainText {
            text: root.document.notice
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.maximumWidth: 560
        }
        ActionButton {
            iconName: "close"
            quiet: true
            hint: qsTr("Close this message")
            onClicked: root.document.dismissNotice()
        }
    }
}
