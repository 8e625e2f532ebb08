import QtQuick
import QtQuick.Layouts
import Archivolt

// The heading of a part of a form; a click opens and shuts it.
Item {
    id: root

    required property FormRow row

    implicitHeight: 36
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: row.title
    Accessible.description: !row.opens ? qsTr("Empty") : row.isOpen ? qsTr("Open") : qsTr("Shut")
    Keys.onReturnPressed: row.form.toggle(row.key)
    Keys.onEnterPressed: row.form.toggle(row.key)
    Keys.onSpacePressed: row.form.toggle(row.key)

    Rectangle {
        anchors.fill: parent
        anchors.margins: 4
        radius: 5
        visible: root.activeFocus
        color: "transparent"
        border.width: 2
        border.color: Theme.accent
    }
    Divider {
        width: parent.width
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: root.row.form.toggle(root.row.key)
    }
    Hint {
        before: true
        text: title.text
        visible: hover.hovered && title.truncated
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 12
        anchors.rightMargin: 16
        spacing: 6

        Icon {
            implicitWidth: 14
            implicitHeight: 14
            name: root.row.isOpen ? "chevron-down" : "chevron-right"
            color: Theme.muted
            opacity: root.row.opens ? 1 : 0
        }
        PlainText {
            id: title

            text: root.row.title
            color: Theme.text
            font.pixelSize: 12
            font.weight: Font.DemiBold
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            Layout.maximumWidth: Math.ceil(implicitWidth)
        }
        PlainText {
            text: root.row.below
            visible: root.row.below > 0
            color: Theme.muted
            font.pixelSize: 11
            Layout.fillWidth: true
        }
        Item {
            visible: root.row.below === 0
            Layout.fillWidth: true
        }
        Icon {
            visible: root.row.problemTone !== ""
            implicitWidth: 14
            implicitHeight: 14
            name: "warning"
            color: root.row.problemTone === "stop" ? Theme.stop : Theme.warn
        }
        IconButton {
            visible: root.row.adds !== ""
            iconName: "plus"
            hint: qsTr("Add to %1").arg(root.row.title)
            onClicked: root.row.form.add(root.row.key)
        }
    }
}
