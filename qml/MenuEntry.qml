import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// One line of a menu, with its key.
MenuItem {
    id: root

    property string keys: ""
    property bool offers: true  // It has to do with what is selected.

    visible: offers
    enabled: offers
    height: offers ? implicitHeight : 0
    implicitHeight: 30
    arrow: Item {}
    leftPadding: 12
    rightPadding: 12
    Accessible.name: text
    contentItem: RowLayout {
        spacing: 32

        PlainText {
            text: root.text
            color: root.enabled ? Theme.text : Theme.muted
            font.pixelSize: 13
            Layout.fillWidth: true
        }
        PlainText {
            text: root.subMenu ? "›" : root.keys
            color: Theme.muted
            font.pixelSize: 12
        }
    }
    background: Rectangle {
        radius: 5
        color: root.highlighted ? Theme.accentSoft : "transparent"
    }
}
