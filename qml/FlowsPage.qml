pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A flow log laid over the design: what was used and rejected, and where it contradicts the rules.
Item {
    id: root

    required property FlowsModel flows
    required property Document document
    signal ruleOpened
    signal traceOpened

    function chooseLog() {
        logFolder.begin();
        asked.open();
    }

    PathChooser {
        id: logFolder

        document: root.document
        endings: [".log", ".txt"]
    }
    PathPopup {
        id: asked

        parent: openButton
        x: parent.width - width
        y: -height - 6
        heading: qsTr("Lay a flow log over the design")
        hint: qsTr("A VPC flow log as text. It can be dropped on the window, too.")
        verb: qsTr("Open")
        chooser: logFolder
        onTaken: path => {
            close();
            root.flows.open(path);
        }
    }

    RowLayout {
        id: bar

        x: 16
        y: 6
        width: parent.width - 28
        height: 32
        spacing: 8

        PlainText {
            text: root.flows.problem !== "" ? root.flows.problem : root.flows.isReading ? qsTr("Reading %1…").arg(root.flows.name) : root.flows.sentence
            color: root.flows.problem !== "" ? Theme.stop : root.flows.contradictions > 0 ? Theme.warn : Theme.text
            font.pixelSize: 13
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Accessible.role: Accessible.StaticText
            Accessible.name: text
            Layout.fillWidth: true
        }
        PlainText {
            text: root.flows.isThere ? root.flows.name : ""
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideMiddle
            horizontalAlignment: Text.AlignRight
            Layout.maximumWidth: 240
        }
        ActionButton {
            id: openButton

            text: root.flows.isThere ? qsTr("Another log…") : qsTr("Open a flow log…")
            implicitHeight: 28
            onClicked: root.chooseLog()
        }
        ActionButton {
            iconName: "close"
            quiet: true
            visible: root.flows.isThere || root.flows.problem !== ""
            hint: qsTr("Take the log off the design")
            onClicked: root.flows.close()
            Layout.preferredWidth: 28
            Layout.preferredHeight: 28
        }
    }
    PlainText {
        anchors.centerIn: parent
        width: parent.width - 64
        visible: !root.flows.isThere && !root.flows.isReading && root.flows.problem === ""
        text: qsTr("A VPC flow log shows here which paths were used, what was rejected by which rule, and which rules nothing used.")
        color: Theme.muted
        font.pixelSize: 13
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
    // Not the list's header: Qt 6.4 makes none again, once the model is another one, in a file that binds
    // components.
    Column {
        id: notes

        anchors {
            left: parent.left
            right: parent.right
            top: bar.bottom
            topMargin: 4
        }

        Repeater {
            model: root.flows.notes

            PlainText {
                required property string modelData

                x: 16
                width: notes.width - 32
                height: implicitHeight + 4
                text: modelData
                color: Theme.muted
                font.pixelSize: 12
                wrapMode: Text.Wrap
            }
        }
    }
    ListView {
        id: list

        anchors {
            left: parent.left
            right: parent.right
            top: notes.bottom
            bottom: parent.bottom
        }
        model: root.flows.rows
        clip: true
        cacheBuffer: 0  // As in FormList.
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        bottomMargin: 8
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Flows")
        Keys.onReturnPressed: root.flows.choose(currentIndex)
        ScrollBar.vertical: ScrollBar {}

        delegate: FlowRow {
            required property int index

            width: ListView.view.width
            chosen: index === root.flows.chosen
            onPicked: {
                ListView.view.currentIndex = index;
                root.flows.choose(index);
            }
            onRuleAsked: {
                root.flows.openRule(index);
                root.ruleOpened();
            }
            onTraceAsked: {
                root.flows.askTrace(index);
                root.traceOpened();
            }
        }
    }
}
