pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is run, and what came of it in plain sentences.
ColumnLayout {
    id: root

    required property TrafficMode traffic

    spacing: 0

    ColumnLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 12

        PlainText {
            text: qsTr("Scenario")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.Medium
        }
        Flow {
            spacing: 4
            Layout.fillWidth: true

            Repeater {
                model: root.traffic.scenarios.length

                ChoiceButton {
                    required property int index

                    text: root.traffic.scenarios[index] ?? ""
                    checked: root.traffic.scenario === index
                    onClicked: root.traffic.choose(index)
                }
            }
        }
        PlainText {
            text: qsTr("Load, times what the design is made for")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.Medium
            Layout.topMargin: 4
        }
        RowLayout {
            spacing: 4

            Repeater {
                model: [0.5, 1, 2, 5, 10]

                ChoiceButton {
                    required property double modelData

                    text: modelData + " ×"
                    checked: root.traffic.load === modelData
                    onClicked: root.traffic.load = modelData
                }
            }
        }
        PlainText {
            visible: root.traffic.zones.length > 1
            text: qsTr("A zone that is down from 10:00 to 20:00")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.Medium
            Layout.topMargin: 4
        }
        Flow {
            visible: root.traffic.zones.length > 1
            spacing: 4
            Layout.fillWidth: true

            Repeater {
                model: root.traffic.zones.length + 1

                ChoiceButton {
                    required property int index
                    readonly property string zone: index === 0 ? "" : root.traffic.zones[index - 1] ?? ""

                    text: zone === "" ? qsTr("none") : zone
                    checked: root.traffic.zoneDown === zone
                    onClicked: root.traffic.zoneDown = zone
                }
            }
        }
        ActionButton {
            text: root.traffic.isRunning ? qsTr("Stop") : root.traffic.hasRun ? qsTr("Run again") : qsTr("Run half an hour")
            primary: !root.traffic.isRunning
            hint: qsTr("Requests go through the design as it is now")
            onClicked: root.traffic.isRunning ? root.traffic.stop() : root.traffic.run()
            Layout.fillWidth: true
            Layout.topMargin: 4
        }
    }
    Divider {
        Layout.fillWidth: true
    }
    Flickable {
        clip: true
        contentHeight: column.implicitHeight + 24
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.fillHeight: true

        ColumnLayout {
            id: column

            x: 16
            y: 12
            width: parent.width - 32
            spacing: 8

            PlainText {
                visible: text !== ""
                text: root.traffic.problem !== "" ? root.traffic.problem : root.traffic.revisionNote
                color: root.traffic.problem !== "" ? Theme.stop : Theme.warn
                font.pixelSize: 13
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            PlainText {
                visible: root.traffic.story.length === 0 && root.traffic.problem === "" && (root.traffic.isRunning || !root.traffic.hasRun)
                text: root.traffic.isRunning ? qsTr("Running… %1 %").arg(Math.round(root.traffic.reached * 100)) : qsTr("A run shows what is full first, what scales and why, and what a failure does.")
                color: Theme.muted
                font.pixelSize: 13
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            // As the problems of Inspector.
            Column {
                id: story

                spacing: column.spacing
                visible: root.traffic.story.length > 0
                Layout.fillWidth: true

                Repeater {
                    model: root.traffic.story

                    PlainText {
                        required property string modelData
                        required property int index

                        text: modelData
                        color: Theme.text
                        font.pixelSize: 13
                        font.weight: index === 0 ? Font.DemiBold : Font.Normal
                        lineHeight: 1.15
                        wrapMode: Text.Wrap
                        width: story.width
                    }
                }
            }
            PlainText {
                visible: root.traffic.notSimulated.length > 0
                text: qsTr("Not simulated")
                color: Theme.muted
                font.pixelSize: 12
                font.weight: Font.Medium
                Layout.topMargin: 6
            }
            Column {
                id: leftOut

                spacing: column.spacing
                visible: root.traffic.notSimulated.length > 0
                Layout.fillWidth: true

                Repeater {
                    model: root.traffic.notSimulated

                    PlainText {
                        required property string modelData

                        text: modelData
                        color: Theme.muted
                        font.pixelSize: 12
                        wrapMode: Text.Wrap
                        width: leftOut.width
                    }
                }
            }
        }
    }
}
