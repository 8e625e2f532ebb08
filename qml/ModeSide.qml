import QtQuick
import Archivolt

// The right panel of a mode other than Design: its question, in place of the inspector.
Rectangle {
    id: root

    required property CanvasModes modes
    signal ruleOpened

    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            top: parent.top
            bottom: parent.bottom
        }
    }

    OnDemand {
        id: reach

        anchors.fill: parent
        anchors.leftMargin: 1
        page: "ReachPanel.qml"
        given: ({
                reach: Qt.binding(() => root.modes.reach)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Reach

        Connections {
            target: reach.item as ReachPanel

            function onRuleOpened() {
                root.ruleOpened();
            }
        }
    }
    OnDemand {
        id: access

        anchors.fill: parent
        anchors.leftMargin: 1
        page: "AccessPanel.qml"
        given: ({
                access: Qt.binding(() => root.modes.access)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Access

        Connections {
            target: access.item as AccessPanel

            function onRuleOpened() {
                root.ruleOpened();
            }
        }
    }
    OnDemand {
        anchors.fill: parent
        anchors.leftMargin: 1
        page: "TrafficPanel.qml"
        given: ({
                traffic: Qt.binding(() => root.modes.traffic)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Traffic
    }
}
