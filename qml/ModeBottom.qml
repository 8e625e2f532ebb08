import QtQuick
import Archivolt

// The bottom panel of a mode other than Design.
Rectangle {
    id: root

    required property CanvasModes modes
    signal ruleOpened

    implicitHeight: pages.open ? Theme.findingsHeight : 41
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
}
