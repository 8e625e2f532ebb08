pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What Reach shows below the drawing: the trace.
ColumnLayout {
    id: root

    required property ReachMode reach
    property int page: 0
    signal ruleOpened

    spacing: 0

    RowLayout {
        spacing: 20
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        PanelTab {
            text: qsTr("Trace")
            checked: root.page === 0
            onClicked: root.page = 0
        }
        PlainText {
            visible: root.page === 0
            text: root.reach.question
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignRight
            Layout.fillWidth: true
        }
    }
    Divider {
        Layout.fillWidth: true
    }

    StackLayout {
        currentIndex: root.page
        Layout.fillWidth: true
        Layout.fillHeight: true

        TraceTable {
            reach: root.reach
            onRuleOpened: root.ruleOpened()
        }
    }
}
