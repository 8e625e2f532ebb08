pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Why a trace ends as it does: all that stops it, what of it passes, what would tell.
Flickable {
    id: root

    required property ReachMode reach
    signal ruleOpened

    clip: true
    contentHeight: column.implicitHeight + 16
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}

    ColumnLayout {
        id: column

        x: 16
        width: root.width - 32
        spacing: 8

        PlainText {
            visible: root.reach.blockers.count > 0
            text: root.reach.verdict === "partial" ? qsTr("What stops the rest") : root.reach.blockers.count === 1 ? qsTr("What stops it") : qsTr("What stops it, each by itself")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.Medium
            Layout.topMargin: 4
        }
        // As the problems of Inspector.
        Column {
            id: blockers

            spacing: 8
            visible: blockersRows.count > 0
            Layout.fillWidth: true

            Repeater {
                id: blockersRows

                model: root.reach.blockers

                ReasonRow {
                    required property int index

                    number: index + 1
                    onChosen: {
                        root.reach.openBlocker(index);
                        root.ruleOpened();
                    }
                    width: blockers.width
                }
            }
        }
        PlainText {
            visible: root.reach.repairs.rows.count > 0 || root.reach.repairs.isLooking
            text: root.reach.repairs.isLooking ? qsTr("Looking for what would change it…") : root.reach.verdict === "reachable" ? qsTr("To close it") : qsTr("What would change it")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.Medium
            Layout.topMargin: 8
        }
        // As the problems of Inspector.
        Column {
            id: repairs

            spacing: 8
            visible: repairsRows.count > 0
            Layout.fillWidth: true

            Repeater {
                id: repairsRows

                model: root.reach.repairs.rows

                RepairCard {
                    required property int index

                    onPreviewed: on => root.reach.repairs.preview(on ? index : -1)
                    onApplied: root.reach.repairs.apply(index)
                    width: repairs.width
                }
            }
        }
        ActionButton {
            text: root.reach.verdict === "reachable" ? qsTr("What would close it") : qsTr("What would open it")
            visible: root.reach.repairs.isHeld
            onClicked: root.reach.repairs.showHeld()
            Layout.topMargin: 8
        }
        PlainText {
            visible: text !== ""
            text: root.reach.repairs.cannot
            color: Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        // As the problems of Inspector.
        Column {
            id: notes

            spacing: 8
            visible: root.reach.notes.length > 0
            Layout.fillWidth: true

            Repeater {
                model: root.reach.notes

                PlainText {
                    required property string modelData

                    text: modelData
                    color: Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    width: notes.width
                }
            }
        }
    }
}
