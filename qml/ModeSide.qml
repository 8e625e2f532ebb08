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

    ReachPanel {
        anchors.fill: parent
        anchors.leftMargin: 1
        visible: root.modes.kind === CanvasModes.Reach
        reach: root.modes.reach
        onRuleOpened: root.ruleOpened()
    }
    AccessPanel {
        anchors.fill: parent
        anchors.leftMargin: 1
        visible: root.modes.kind === CanvasModes.Access
        access: root.modes.access
        onRuleOpened: root.ruleOpened()
    }
    TrafficPanel {
        anchors.fill: parent
        anchors.leftMargin: 1
        visible: root.modes.kind === CanvasModes.Traffic
        traffic: root.modes.traffic
    }
}
