import QtQuick
import Archivolt

// The bottom panel of a mode other than Design.
Rectangle {
    id: root

    required property CanvasModes modes
    signal ruleOpened

    implicitHeight: modes.kind === CanvasModes.Reach ? (pages.open ? Theme.findingsHeight : 41) : modes.kind === CanvasModes.Access ? (access.open ? Theme.findingsHeight : 41) : 250
    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    ReachBottom {
        id: pages

        anchors.fill: parent
        anchors.topMargin: 1
        visible: root.modes.kind === CanvasModes.Reach
        reach: root.modes.reach
        onRuleOpened: root.ruleOpened()
    }
    AccessBottom {
        id: access

        anchors.fill: parent
        anchors.topMargin: 1
        visible: root.modes.kind === CanvasModes.Access
        access: root.modes.access
        onRuleOpened: root.ruleOpened()
    }
    TrafficBottom {
        anchors.fill: parent
        anchors.topMargin: 1
        visible: root.modes.kind === CanvasModes.Traffic
        traffic: root.modes.traffic
    }
}
