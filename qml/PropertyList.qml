pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

ListView {
    id: root

    required property PropertyModel properties

    model: properties
    clip: true
    topMargin: 8
    bottomMargin: 8
    activeFocusOnTab: true
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Properties, evaluated")
    ScrollBar.vertical: ScrollBar {}

    PlainText {
        anchors.centerIn: parent
        visible: root.count === 0
        text: qsTr("No properties.")
        color: Theme.muted
        font.pixelSize: 12
    }

    delegate: Item {
        id: row

        required property string name
        required property string text
        required property int depth
        required property string tone

        width: ListView.view.width
        height: Math.max(label.implicitHeight, value.implicitHeight) + 8
        Accessible.role: Accessible.ListItem
        Accessible.name: name + (text === "" ? "" : ": " + text)

        PlainText {
            id: label

            x: 16 + 12 * Math.min(row.depth, 5)
            y: 4
            width: row.tone === "group" ? row.width - x - 16 : Math.max(60, 148 - x)
            // Long names break where a word of theirs begins.
            text: row.name.replace(/([a-z])([A-Z])/g, "$1\u200B$2")
            color: row.tone === "group" ? Theme.text : Theme.muted
            font.pixelSize: 12
            font.weight: row.tone === "group" ? Font.Medium : Font.Normal
            wrapMode: Text.Wrap
        }
        PlainText {
            id: value

            x: label.x + label.width + 8
            y: 4
            width: row.width - x - 16
            visible: row.tone !== "group"
            text: row.text
            color: row.tone === "reference" ? Theme.accent : row.tone === "unknown" ? Theme.warn : Theme.text
            font.pixelSize: 12
            wrapMode: Text.Wrap
        }
    }
}
