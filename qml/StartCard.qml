import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

AbstractButton {
    id: root

    required property string title
    property string detail
    required property string iconName

    implicitHeight: 48
    implicitWidth: 200
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.name: title
    Accessible.description: detail

    background: Rectangle {
        radius: 8
        color: root.hovered ? Theme.accentSoft : Theme.surface
        border.width: root.visualFocus ? 2 : 1
        border.color: root.visualFocus ? Theme.accent : Theme.faint
    }
    contentItem: RowLayout {
        spacing: 12

        Icon {
            name: root.iconName
            color: root.enabled ? Theme.accent : Theme.muted
            Layout.leftMargin: 14
            Layout.preferredWidth: 20
            Layout.preferredHeight: 20
        }
        PlainText {
            text: root.title
            color: root.enabled ? Theme.text : Theme.muted
            font.pixelSize: 13
            font.weight: Font.Medium
            elide: Text.ElideMiddle
            Layout.fillWidth: root.detail === ""
        }
        PlainText {
            text: root.detail
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideMiddle
            horizontalAlignment: Text.AlignRight
            Layout.fillWidth: true
            Layout.rightMargin: 14
        }
    }
}
