pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What Reach shows below the drawing: trace, matrix, promises, rules, a flow log.
ColumnLayout {
    id: root

    required property ReachMode reach
    required property Document document
    property bool open: false
    property int page: 0
    property bool hasTraced: false  // The first trace opens the panel, later ones leave it as it is.
    signal ruleOpened

    function turnTo(number: int) {
        root.open = !root.open || root.page !== number;
        root.page = number;
    }

    function showFlows() {
        root.page = 4;
        root.open = true;
    }
    function chooseLog() {
        root.showFlows();
        log.chooseLog();
    }

    objectName: "reachBottom"
    spacing: 0

    Connections {
        target: root.reach

        function onAnswered() {
            if (!root.reach.isTrace || root.hasTraced || root.reach.isPromising)
                return;
            root.hasTraced = true;
            root.page = 0;
            root.open = true;
        }
    }
    Binding {
        target: root.reach === null ? null : root.reach.matrix
        property: "isOn"
        value: root.visible && root.open && root.page === 1
        when: root.reach !== null
    }
    Binding {
        target: root.reach === null ? null : root.reach.promises
        property: "isOn"
        value: root.visible && root.open && root.page === 2
        when: root.reach !== null
    }

    Binding {
        target: root.reach === null ? null : root.reach.rules
        property: "isOn"
        value: root.visible && root.open && root.page === 3
        when: root.reach !== null
    }
    Binding {
        target: root.reach === null ? null : root.reach.flows
        property: "isOn"
        value: root.visible && root.open && root.page === 4
        when: root.reach !== null
    }

    RowLayout {
        spacing: 20
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 8

        PanelTab {
            text: qsTr("Trace")
            checked: root.open && root.page === 0
            onClicked: root.turnTo(0)
        }
        PanelTab {
            text: qsTr("Matrix")
            checked: root.open && root.page === 1
            onClicked: root.turnTo(1)
        }
        PanelTab {
            text: qsTr("Promises")
            count: root.reach.promises.summary
            alarm: root.reach.promises.broken > 0
            checked: root.open && root.page === 2
            onClicked: root.turnTo(2)
        }
        PanelTab {
            text: qsTr("Rules")
            count: root.reach.rules.title
            checked: root.open && root.page === 3
            onClicked: root.turnTo(3)
        }
        PanelTab {
            text: qsTr("Flow log")
            count: root.reach.flows.contradictions > 0 ? qsTr("%1 against the rules").arg(root.reach.flows.contradictions) : root.reach.flows.name
            alarm: root.reach.flows.contradictions > 0
            checked: root.open && root.page === 4
            onClicked: root.turnTo(4)
        }
        PlainText {
            text: root.page === 0 && root.open ? root.reach.question : ""
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignRight
            Layout.fillWidth: true
        }
        ActionButton {
            iconName: root.open ? "minus" : "plus"
            quiet: true
            hint: root.open ? qsTr("Fold this panel") : qsTr("Open this panel")
            onClicked: root.open = !root.open
        }
    }
    Divider {
        visible: root.open
        Layout.fillWidth: true
    }

    StackLayout {
        visible: root.open
        currentIndex: root.page
        Layout.fillWidth: true
        Layout.fillHeight: true

        TraceTable {
            reach: root.reach
            onRuleOpened: root.ruleOpened()
        }
        MatrixPage {
            matrix: root.reach.matrix
        }
        PromisesPage {
            reach: root.reach
        }
        RulesPage {
            rules: root.reach.rules
            onRuleOpened: root.ruleOpened()
        }
        FlowsPage {
            id: log

            flows: root.reach.flows
            document: root.document
            onRuleOpened: root.ruleOpened()
            onTraceOpened: root.page = 0
        }
    }
}
