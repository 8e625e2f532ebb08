import QtQuick
import QtQuick.Layouts
import Archivolt

Rectangle {
    id: root

    required property string message
    required property string help
    required property bool isUrgent
    required property string kind
    required property string code
    required property string place
    required property bool current
    signal chosen

    implicitHeight: row.implicitHeight + 16
    color: area.containsMouse || current ? Theme.accentSoft : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: message
    Accessible.description: help

    RowLayout {
        id: row

        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            leftMargin: 16
            rightMargin: 16
        }
        spacing: 12

        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 1
            implicitWidth: 58
            implicitHeight: 18
            radius: 9
            color: root.isUrgent ? Theme.stopSoft : Theme.warnSoft

            PlainText {
                anchors.centerIn: parent
                text: root.kind
                color: root.isUrgent ? Theme.stop : Theme.warn
                font.pixelSize: 11
                font.weight: Font.Medium
            }
        }
        ColumnLayout {
            spacing: 2

            PlainText {
                text: root.message
                color: Theme.text
                font.pixelSize: 13
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            PlainText {
                text: root.help
                visible: text !== ""
                color: Theme.muted
                font.pixelSize: 12
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
        PlainText {
            text: root.code
            color: Theme.muted
            font.pixelSize: 11
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 2
        }
        PlainText {
            text: root.place
            color: Theme.muted
            font.family: Theme.monoFamily
            font.pixelSize: 11
            horizontalAlignment: Text.AlignRight
            elide: Text.ElideMiddle
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 2
            Layout.preferredWidth: 190
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onClicked: root.chosen()
    }
}
