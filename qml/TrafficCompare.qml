pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Two runs beside each other: what they differ in.
ColumnLayout {
    id: root

    required property TrafficMode traffic
    readonly property string hint: traffic.otherRun === "" ? qsTr("Keep a run, change the design or the scenario, and run again: what differs stands here.") : !traffic.canCompare ? qsTr("Run again: what differs from %1 stands here then.").arg(traffic.otherRun) : traffic.isSame ? qsTr("No figure differs by as much as 0.5 %.") : ""

    spacing: 6

    RowLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 0

        ActionButton {
            objectName: "keepToCompare"
            text: root.traffic.otherRun === "" ? qsTr("Keep this run") : qsTr("Keep this one instead")
            enabled: root.traffic.canCompare
            implicitHeight: 28
            hint: qsTr("Later runs stand beside it")
            onClicked: root.traffic.keepToCompare()
        }
        ActionButton {
            text: qsTr("Forget it")
            visible: root.traffic.otherRun !== ""
            implicitHeight: 28
            onClicked: root.traffic.forgetCompared()
        }
    }
    PlainText {
        text: root.hint
        visible: text !== ""
        color: Theme.muted
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16
    }
    PlainText {
        text: root.traffic.otherRun === root.traffic.runName ? qsTr("%1, the one kept → the last one").arg(root.traffic.runName) : qsTr("%1 → %2").arg(root.traffic.otherRun).arg(root.traffic.runName)
        visible: list.count > 0
        color: Theme.text
        font.pixelSize: 13
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16
    }
    ListView {
        id: list

        objectName: "comparedFigures"
        model: root.traffic.compared
        clip: true
        cacheBuffer: 0  // As in FormList.
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("What the two runs differ in")
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.fillHeight: true

        delegate: Rectangle {
            id: row

            required property int index
            required property string of
            required property string what
            required property string before
            required property string after
            required property string change

            width: ListView.view.width
            height: 38
            color: ListView.isCurrentItem && ListView.view.activeFocus ? Theme.accentSoft : "transparent"
            Accessible.role: Accessible.Row
            Accessible.name: of + ", " + what + ": " + before + ", " + after + " " + change

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 16
                spacing: 8

                ColumnLayout {
                    spacing: 0
                    Layout.fillWidth: true

                    PlainText {
                        text: row.of
                        color: Theme.text
                        font.pixelSize: 12
                        font.weight: Font.DemiBold
                        elide: Text.ElideMiddle
                        Layout.fillWidth: true
                    }
                    PlainText {
                        text: row.what
                        color: Theme.muted
                        font.pixelSize: 11
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }
                ColumnLayout {
                    spacing: 0

                    PlainText {
                        text: row.before + " → " + row.after
                        color: Theme.text
                        font.family: Theme.monoFamily
                        font.pixelSize: 12
                        Layout.alignment: Qt.AlignRight
                    }
                    PlainText {
                        text: row.change
                        color: Theme.muted
                        font.family: Theme.monoFamily
                        font.pixelSize: 11
                        Layout.alignment: Qt.AlignRight
                    }
                }
            }
        }
    }
}
