pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Shows what names a resource before it goes.
Question {
    id: root

    required property Removal removal
    readonly property int count: removal.direct
    readonly property int all: removal.dependents.length

    visible: removal.subject !== ""
    width: Math.min(560, parent.width - 48)
    heading: qsTr("Remove %1?").arg(removal.subject)
    detail: removal.detail
    onRejected: removal.cancel()
    onOpened: keep.forceActiveFocus()

    body: ListView {
        implicitHeight: Math.min(contentHeight, 240)
        model: root.removal.dependents
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: root.detail
        Layout.fillWidth: true
        ScrollBar.vertical: ScrollBar {}

        delegate: Rectangle {
            id: row

            required property var modelData
            required property int index

            width: ListView.view.width
            implicitHeight: 44
            color: index % 2 === 0 ? Theme.window : "transparent"
            radius: 5
            Accessible.role: Accessible.ListItem
            Accessible.name: row.modelData.name

            ColumnLayout {
                anchors.fill: parent
                anchors.leftMargin: 12
                anchors.rightMargin: 16
                anchors.topMargin: 4
                anchors.bottomMargin: 4
                spacing: 0

                RowLayout {
                    spacing: 8

                    PlainText {
                        text: row.modelData.name
                        color: Theme.text
                        font.pixelSize: 13
                        font.weight: Font.Medium
                        elide: Text.ElideMiddle
                        Layout.maximumWidth: 300
                    }
                    PlainText {
                        text: row.modelData.waits ? qsTr("only waits for it, and would stay") : row.index < root.count ? row.modelData.kind : qsTr("%1, which names one of these").arg(row.modelData.kind)
                        color: Theme.muted
                        font.pixelSize: 12
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignRight
                        Layout.fillWidth: true
                    }
                }
                WholeText {
                    text: row.modelData.places
                    color: Theme.muted
                    font.family: Theme.monoFamily
                    font.pixelSize: 11
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                }
            }
        }
    }

    ActionButton {
        text: qsTr("Remove it anyway")
        hint: qsTr("Leave these as they are")
        onClicked: root.removal.confirm()
    }
    ActionButton {
        text: root.all === 1 ? qsTr("Remove this too") : qsTr("Remove these %1 too").arg(root.all)
        hint: qsTr("One step, which undo takes back")
        onClicked: root.removal.confirmAll()
    }
    Item {
        Layout.fillWidth: true
    }
    ActionButton {
        id: keep

        text: qsTr("Keep it")
        primary: true
        onClicked: root.removal.cancel()
    }
}
