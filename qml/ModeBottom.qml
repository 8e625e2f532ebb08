import QtQuick
import Archivolt

// The bottom panel of a mode other than Design.
Rectangle {
    id: root

    required property CanvasModes modes
    required property Document document
    signal ruleOpened

    function chooseLog() {
        (pages.make() as ReachBottom).chooseLog();
    }
    // Takes a file that was dropped, where the mode has a use for it.
    function takesDrop(file: string): bool {
        if (root.modes.kind !== CanvasModes.Reach || !root.modes.reach.flows.takes(file))
            return false;
        (pages.make() as ReachBottom).showFlows();
        root.modes.reach.flows.open(file);
        return true;
    }

    // In a low window the drawing keeps more than the table below it.
    readonly property int openHeight: Math.min(Theme.findingsHeight, Math.max(150, Window.height * 0.3))

    implicitHeight: modes.kind === CanvasModes.Reach ? (pages.isOpen ? openHeight : 41) : modes.kind === CanvasModes.Access ? (access.isOpen ? openHeight : 41) : modes.traffic.hasRun || modes.traffic.isRunning ? 250 : 45
    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    OnDemand {
        id: pages

        readonly property bool isOpen: item !== null && (item as ReachBottom).open

        anchors.fill: parent
        anchors.topMargin: 1
        page: "ReachBottom.qml"
        given: ({
                reach: Qt.binding(() => root.modes.reach),
                document: Qt.binding(() => root.document)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Reach

        Connections {
            target: pages.item as ReachBottom

            function onRuleOpened() {
                root.ruleOpened();
            }
        }
    }
    OnDemand {
        id: access

        readonly property bool isOpen: item !== null && (item as AccessBottom).open

        anchors.fill: parent
        anchors.topMargin: 1
        page: "AccessBottom.qml"
        given: ({
                access: Qt.binding(() => root.modes.access)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Access

        Connections {
            target: access.item as AccessBottom

            function onRuleOpened() {
                root.ruleOpened();
            }
        }
    }
    OnDemand {
        anchors.fill: parent
        anchors.topMargin: 1
        page: "TrafficBottom.qml"
        given: ({
                traffic: Qt.binding(() => root.modes.traffic)
            })
        wanted: visible
        visible: root.modes.kind === CanvasModes.Traffic
    }
}
