pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is run, and what came of it in plain sentences.
ColumnLayout {
    id: root

    required property TrafficMode traffic
    readonly property TrafficWishModel wish: traffic.wish
    property bool showsFigures: false
    property string page: "story"

    spacing: 0

    ColumnLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 12

        RowLayout {
            spacing: 8
            Layout.fillWidth: true

            PlainText {
                text: qsTr("Scenario")
                color: Theme.muted
                font.pixelSize: 12
                font.weight: Font.Medium
                Layout.fillWidth: true
            }
            LinkText {
                objectName: "ownFigures"
                text: root.showsFigures ? qsTr("Fewer figures") : qsTr("Own figures…")
                onClicked: root.showsFigures = !root.showsFigures
            }
        }
        Flow {
            spacing: 4
            Layout.fillWidth: true

            Repeater {
                model: root.wish.scenarios.length

                ChoiceButton {
                    required property int index

                    text: root.wish.scenarios[index] ?? ""
                    checked: root.wish.scenario === index
                    onClicked: root.wish.choose(index)
                }
            }
        }
        OnDemand {
            page: "TrafficFigures.qml"
            given: ({
                    traffic: Qt.binding(() => root.traffic)
                })
            wanted: visible
            visible: root.showsFigures
            Layout.fillWidth: true
        }
        ActionButton {
            text: root.traffic.isRunning ? qsTr("Stop") : root.traffic.hasRun ? qsTr("Run again") : qsTr("Run the scenario")
            primary: !root.traffic.isRunning
            hint: qsTr("Requests go through the design as it is now")
            onClicked: root.traffic.isRunning ? root.traffic.stop() : root.traffic.run()
            Layout.fillWidth: true
            Layout.topMargin: 4
        }
    }
    RowLayout {
        spacing: 20
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        Repeater {
            model: [["story", qsTr("What came of it")], ["limit", qsTr("Limit")], ["compare", qsTr("Compare")]]

            PanelTab {
                required property var modelData

                objectName: "trafficPage-" + modelData[0]
                text: modelData[1]
                checked: root.page === modelData[0]
                onClicked: root.page = modelData[0]
            }
        }
    }
    Divider {
        Layout.fillWidth: true
    }
    OnDemand {
        page: "TrafficLimitPage.qml"
        given: ({
                limit: Qt.binding(() => root.traffic.limit)
            })
        wanted: visible
        visible: root.page === "limit"
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    OnDemand {
        page: "TrafficCompare.qml"
        given: ({
                traffic: Qt.binding(() => root.traffic)
            })
        wanted: visible
        visible: root.page === "compare"
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    Flickable {
        visible: root.page === "story"
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
            PlainText {
                visible: root.traffic.taken.length > 0
                text: qsTr("Taken for granted")
                color: Theme.muted
                font.pixelSize: 12
                font.weight: Font.Medium
                Layout.topMargin: 6
            }
            Column {
                id: taken

                spacing: column.spacing
                visible: root.traffic.taken.length > 0
                Layout.fillWidth: true

                Repeater {
                    model: root.traffic.taken

                    PlainText {
                        required property string modelData

                        text: modelData
                        color: Theme.muted
                        font.pixelSize: 12
                        wrapMode: Text.Wrap
                        width: taken.width
                    }
                }
            }
        }
    }
}
