import QtQuick
import Archivolt

// The bottom panel of a mode other than Design.
Rectangle {
    id: root

    required property CanvasModes modes
    required property Document document
    signal ruleOpened

    function chooseLog() {
        pages.chooseLog();
    }
    // Takes a file that was dropped, where the mode has a use for it.
    function takesDrop(file: string): bool {
        if (root.modes.kind !== CanvasModes.Reach || !root.modes.reach.flows.takes(file))
            return false;
        pages.showFlows();
        root.modes.reach.flows.open(file);
        return true;
    }

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
        document: root.document
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
