pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Who reaches whom as a table: senders down, receivers across; a cell opens its trace.
Item {
    id: root

    required property MatrixModel matrix
    readonly property int nameWidth: 150
    // As wide as there is room for, so that long lists of ports are read without a hint.
    readonly property int cellWidth: Math.max(132, Math.min(220, (width - nameWidth - 32) / Math.max(1, matrix.receivers.length)))
    readonly property int rowHeight: 30

    RowLayout {
        id: bar

        x: 16
        y: 8
        width: parent.width - 32
        spacing: 4

        Repeater {
            model: [qsTr("Tiers"), qsTr("Subnets"), qsTr("Groups"), qsTr("Things")]

            ChoiceButton {
                required property int index
                required property string modelData

                text: modelData
                checked: root.matrix.view === index
                onClicked: root.matrix.view = index
            }
        }
        PlainText {
            text: root.matrix.problem !== "" ? root.matrix.problem : root.matrix.isAsking ? qsTr("Asking…") : root.matrix.note !== "" ? root.matrix.note : qsTr("Rows reach columns")
            color: root.matrix.problem !== "" ? Theme.warn : Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.leftMargin: 12
            Layout.fillWidth: true
        }
        Repeater {
            model: [
                {
                    words: qsTr("Between all of them"),
                    ink: Theme.pass,
                    soft: Theme.passSoft
                },
                {
                    words: qsTr("In part, or not surely"),
                    ink: Theme.warn,
                    soft: Theme.warnSoft
                }
            ]

            Row {
                id: sign

                required property var modelData

                visible: table.rows > 0 && root.width > 760
                spacing: 6
                Layout.leftMargin: 8

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: 14
                    height: 14
                    radius: 4
                    color: sign.modelData.soft
                    border.color: sign.modelData.ink
                }
                PlainText {
                    text: sign.modelData.words
                    color: Theme.muted
                    font.pixelSize: 12
                }
            }
        }
    }

    PlainText {
        anchors.centerIn: parent
        visible: root.matrix.problem === "" && !root.matrix.isAsking && table.rows === 0
        text: qsTr("Nothing reaches anything.")
        color: Theme.muted
        font.pixelSize: 13
    }

    Item {
        id: top

        anchors {
            left: parent.left
            right: parent.right
            top: bar.bottom
            leftMargin: 16 + root.nameWidth
            topMargin: 6
        }
        height: 24
        clip: true

        Row {
            x: -table.contentX

            Repeater {
                model: root.matrix.receivers

                PlainText {
                    required property string modelData

                    width: root.cellWidth
                    height: 24
                    leftPadding: 8
                    rightPadding: 8
                    text: modelData
                    color: Theme.muted
                    font.pixelSize: 12
                    font.weight: Font.Medium
                    elide: Text.ElideMiddle
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
    Item {
        anchors {
            left: parent.left
            leftMargin: 16
            top: top.bottom
            bottom: parent.bottom
        }
        width: root.nameWidth
        clip: true

        Column {
            y: -table.contentY

            Repeater {
                model: root.matrix.senders

                PlainText {
                    required property string modelData

                    width: root.nameWidth
                    height: root.rowHeight
                    rightPadding: 8
                    text: modelData
                    color: Theme.text
                    font.pixelSize: 12
                    font.weight: Font.Medium
                    elide: Text.ElideMiddle
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
    TableView {
        id: table

        anchors {
            left: top.left
            right: parent.right
            top: top.bottom
            bottom: parent.bottom
        }
        model: root.matrix
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        columnWidthProvider: () => root.cellWidth
        onWidthChanged: forceLayout()
        rowHeightProvider: () => root.rowHeight
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Who reaches whom")
        // Seen without being asked for: that there is more is not to be found out by chance.
        ScrollBar.vertical: ScrollBar {
            policy: size < 0.99 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        }
        ScrollBar.horizontal: ScrollBar {
            policy: size < 0.99 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        }

        delegate: Rectangle {
            id: cell

            required property int row
            required property int column
            required property string entry
            required property string tone
            required property string more

            implicitWidth: root.cellWidth
            implicitHeight: root.rowHeight
            color: "transparent"
            Accessible.role: Accessible.Cell
            Accessible.name: entry === "" ? qsTr("nothing") : entry

            Rectangle {
                anchors.fill: parent
                anchors.margins: 1
                radius: 5
                color: cell.tone === "pass" ? Theme.passSoft : cell.tone === "warn" ? Theme.warnSoft : area.containsMouse ? Theme.accentSoft : Theme.window
                border.width: area.containsMouse ? 1 : 0
                border.color: Theme.accent
            }
            PlainText {
                anchors.fill: parent
                anchors.leftMargin: 8
                anchors.rightMargin: 6
                text: cell.entry === "" ? "·" : cell.entry
                color: cell.tone === "pass" ? Theme.pass : cell.tone === "warn" ? Theme.warn : Theme.muted
                font.pixelSize: 12
                elide: Text.ElideRight
                verticalAlignment: Text.AlignVCenter
            }
            MouseArea {
                id: area

                anchors.fill: parent
                hoverEnabled: true
                cursorShape: Qt.PointingHandCursor
                onClicked: root.matrix.openCell(cell.row, cell.column)
            }
            Hint {
                text: (root.matrix.senders[cell.row] ?? "") + " → " + (root.matrix.receivers[cell.column] ?? "") + "\n" + (cell.entry === "" ? qsTr("nothing passes") : cell.entry) + (cell.more === "" ? "" : "\n" + cell.more)
                visible: area.containsMouse
            }
        }
    }
}
