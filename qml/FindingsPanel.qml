pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is wrong with the design, live: grouped, filtered, with what can be done about it.
Rectangle {
    id: root

    required property Document document
    required property ProblemsModel problems
    property bool showsTemplate: false
    signal pageAsked(bool template)
    signal closeAsked
    signal heightAsked(int height)

    color: Theme.surface

    Divider {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }
    MouseArea {
        id: handle

        property real from: 0

        z: 1
        height: 6
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            topMargin: -3
        }
        cursorShape: Qt.SplitVCursor
        preventStealing: true
        onPressed: mouse => from = mouse.y
        onPositionChanged: mouse => root.heightAsked(Math.round(root.height - (mouse.y - from)))
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.topMargin: 1
        spacing: 0

        RowLayout {
            spacing: 8
            Layout.fillWidth: true
            Layout.preferredHeight: 44
            Layout.leftMargin: 16
            Layout.rightMargin: 8

            PanelTab {
                text: root.document.problems === "" ? qsTr("Problems") : root.document.problems
                checked: !root.showsTemplate
                onClicked: root.pageAsked(false)
            }
            PanelTab {
                text: qsTr("Template")
                checked: root.showsTemplate
                Layout.leftMargin: 12
                onClicked: root.pageAsked(true)
            }
            Item {
                Layout.fillWidth: true
                Layout.minimumWidth: 8
            }
            Repeater {
                model: [qsTr("Severity"), qsTr("Resource"), qsTr("Rule")]

                ChoiceButton {
                    required property int index
                    required property string modelData

                    text: modelData
                    visible: !root.showsTemplate
                    checked: root.problems.grouping === index
                    onClicked: root.problems.grouping = index
                }
            }
            SearchField {
                placeholderText: qsTr("Filter")
                visible: !root.showsTemplate
                Layout.fillWidth: true
                Layout.minimumWidth: 90
                Layout.maximumWidth: 180
                onTextChanged: root.problems.filter = text
                onMovedOn: list.forceActiveFocus(Qt.TabFocusReason)
            }
            ActionButton {
                iconName: "close"
                quiet: true
                hint: qsTr("Hide this panel")
                onClicked: root.closeAsked()
            }
        }

        ListView {
            id: list

            model: root.problems
            visible: !root.showsTemplate
            clip: true
            cacheBuffer: 0  // As in FormList.
            bottomMargin: 8
            activeFocusOnTab: true
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Problems")
            Keys.onReturnPressed: root.problems.choose(currentIndex)
            Keys.onEnterPressed: root.problems.choose(currentIndex)
            ScrollBar.vertical: ScrollBar {}

            delegate: ProblemItem {
                required property int index

                width: ListView.view.width
                current: ListView.isCurrentItem && ListView.view.activeFocus
                onChosen: {
                    ListView.view.currentIndex = index;
                    ListView.view.forceActiveFocus(Qt.MouseFocusReason);
                    root.problems.choose(index);
                }
                onFixAsked: root.problems.fix(index)
                onFixAllAsked: root.problems.fixAll(index)
                onSuppressed: reason => root.problems.suppress(index, reason)
            }

            PlainText {
                anchors.centerIn: parent
                visible: root.problems.count === 0
                text: root.document.isChecking ? qsTr("Checking…") : root.problems.all > 0 ? qsTr("No problem fits the filter.") : qsTr("Nothing here that AWS would reject.")
                color: Theme.muted
                font.pixelSize: 13
            }
        }

        // Made only while it shows: it reads the text anew at each change.
        Loader {
            function load() {
                if (visible)
                    setSource("TemplatePanel.qml", {
                        document: Qt.binding(() => root.document)
                    });
                else
                    source = "";
            }

            visible: root.showsTemplate
            onVisibleChanged: load()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
