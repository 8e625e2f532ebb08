pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A run as it is played: figures over time, a place to scrub, and what happened.
ColumnLayout {
    id: root

    required property TrafficMode traffic

    spacing: 6

    RowLayout {
        spacing: 10
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16
        Layout.topMargin: 8

        ActionButton {
            text: root.traffic.isPlaying ? qsTr("Pause") : qsTr("Play")
            enabled: root.traffic.hasRun
            implicitHeight: 28
            onClicked: root.traffic.isPlaying = !root.traffic.isPlaying
            Layout.preferredWidth: 72
        }
        Slider {
            id: slider

            from: 0
            to: 1
            value: root.traffic.position
            enabled: root.traffic.hasRun
            onMoved: {
                root.traffic.isPlaying = false;
                root.traffic.position = value;
                // It goes no further than the run has come.
                value = Qt.binding(() => root.traffic.position);
            }
            Accessible.name: qsTr("Time of the run")
            background: Rectangle {
                x: slider.leftPadding
                y: slider.topPadding + slider.availableHeight / 2 - 2
                width: slider.availableWidth
                height: 4
                radius: 2
                color: Theme.line

                Rectangle {
                    width: parent.width * root.traffic.reached
                    height: 4
                    radius: 2
                    color: Theme.accentSoft
                }
                Rectangle {
                    width: slider.visualPosition * parent.width
                    height: 4
                    radius: 2
                    color: Theme.accent
                }
            }
            handle: Rectangle {
                x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
                y: slider.topPadding + slider.availableHeight / 2 - height / 2
                implicitWidth: 14
                implicitHeight: 14
                radius: 7
                color: Theme.raised
                border.width: 2
                border.color: Theme.accent
            }
            Layout.fillWidth: true
        }
        PlainText {
            text: root.traffic.hasRun ? root.traffic.clock : qsTr("No run yet")
            color: root.traffic.hasRun ? Theme.text : Theme.muted
            font.pixelSize: 12
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: 110

            Binding on font.family {
                when: root.traffic.hasRun
                value: Theme.monoFamily
            }
        }
    }
    RowLayout {
        spacing: 10
        visible: root.traffic.hasRun || root.traffic.isRunning
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        ChartCard {
            title: qsTr("Requests")
            figure: root.traffic.now[0]
            values: root.traffic.rates
            position: root.traffic.position
            tint: Theme.accent
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        ChartCard {
            title: qsTr("Latency, mean")
            figure: root.traffic.now[1]
            values: root.traffic.latencies
            position: root.traffic.position
            tint: Theme.accent
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        ChartCard {
            title: qsTr("Failed")
            figure: root.traffic.now[2]
            values: root.traffic.errors
            position: root.traffic.position
            tint: Theme.stop
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        ChartCard {
            title: qsTr("Fleet members")
            visible: root.traffic.hasFleet || !root.traffic.hasRun
            figure: root.traffic.now[3]
            values: root.traffic.members
            position: root.traffic.position
            tint: Theme.warn
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
    }
    ListView {
        id: list

        readonly property int present: root.traffic.presentEvent

        // Nothing moves away under a pointer that is about to press.
        onPresentChanged: if (!over.hovered) positionViewAtIndex(Math.max(0, present), ListView.Contain)
        model: root.traffic.events
        clip: true
        cacheBuffer: 0  // As in FormList.
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        bottomMargin: 6
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What happened")
        Keys.onReturnPressed: root.traffic.goTo(currentIndex)
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.fillHeight: true

        HoverHandler {
            id: over
        }
        PlainText {
            anchors.centerIn: parent
            visible: list.count === 0 && (root.traffic.hasRun || root.traffic.isRunning)
            text: qsTr("Nothing out of the ordinary so far")
            color: Theme.muted
            font.pixelSize: 12
        }
        delegate: Rectangle {
            id: row

            required property int index
            required property string at
            required property string component
            required property string what
            required property string why
            readonly property bool isPast: index <= list.present

            width: ListView.view.width
            height: Math.max(24, whatText.implicitHeight + 8, whyText.implicitHeight + 8)
            color: area.containsMouse || (ListView.isCurrentItem && ListView.view.activeFocus) || index === list.present ? Theme.accentSoft : "transparent"
            Accessible.role: Accessible.ListItem
            Accessible.name: at + " " + component + ": " + what + ", " + why

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 16
                spacing: 12

                PlainText {
                    text: row.at
                    color: Theme.muted
                    font.family: Theme.monoFamily
                    font.pixelSize: 12
                    Layout.preferredWidth: 48
                }
                PlainText {
                    text: row.component
                    color: row.isPast ? Theme.text : Theme.muted
                    font.pixelSize: 12
                    font.weight: Font.DemiBold
                    elide: Text.ElideMiddle
                    Layout.preferredWidth: 130
                }
                PlainText {
                    id: whatText

                    text: row.what
                    color: row.isPast ? Theme.text : Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                    Layout.preferredWidth: 250
                }
                PlainText {
                    id: whyText

                    text: row.why
                    color: Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                    Layout.preferredWidth: 210
                }
            }
            MouseArea {
                id: area

                anchors.fill: parent
                hoverEnabled: true
                onClicked: root.traffic.goTo(row.index)
            }
        }
    }
}
