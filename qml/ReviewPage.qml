pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Two designs over one another: what was added, removed and changed, and what that does to paths and
// promises.
Rectangle {
    id: root

    required property ReviewModel review
    required property Document document

    function choose(row: int) {
        list.currentIndex = row;
        root.review.choose(row);
    }

    objectName: "reviewPage"
    visible: review.isOn
    color: Theme.window
    onVisibleChanged: {
        if (visible)
            list.forceActiveFocus();
    }
    Component.onCompleted: {
        if (visible)
            list.forceActiveFocus();
    }

    // Nothing below takes what is done here.
    MouseArea {
        anchors.fill: parent
        acceptedButtons: Qt.AllButtons
        hoverEnabled: true
        onWheel: wheel => wheel.accepted = true
    }
    Shortcut {
        sequences: ["Escape"]
        enabled: root.visible
        onActivated: root.review.close()
    }
    // A file or a folder that is dropped here is reviewed against.
    DropArea {
        anchors.fill: parent
        enabled: root.visible
        keys: ["text/uri-list"]
        onDropped: drop => {
            if (drop.urls.length > 0)
                root.review.against(drop.urls[0].toString());
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Rectangle {
            color: Theme.surface
            Layout.fillWidth: true
            Layout.preferredHeight: 48

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 12
                spacing: 8

                PlainText {
                    text: qsTr("Review")
                    color: Theme.text
                    font.pixelSize: 15
                    font.weight: Font.DemiBold
                }
                PlainText {
                    text: qsTr("%1 against %2").arg(root.review.after).arg(root.review.before)
                    color: Theme.muted
                    font.pixelSize: 13
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                    Layout.leftMargin: 4
                }
                ActionButton {
                    text: qsTr("Last save")
                    hint: qsTr("Review what was changed since the last save")
                    onClicked: root.review.againstSaved()
                }
                ActionButton {
                    text: qsTr("Another design…")
                    hint: qsTr("Review against a template, a project, or a folder that the AWS CLI filled")
                    onClicked: {
                        designFolder.begin();
                        other.open();
                    }

                    PathChooser {
                        id: designFolder

                        document: root.document
                        endings: [".yaml", ".yml", ".json", ".template", ".archivolt"]
                    }
                    PathPopup {
                        id: other

                        y: parent.height + 6
                        x: parent.width - width
                        heading: qsTr("Review against")
                        hint: qsTr("A template, a project, or a folder of what the AWS CLI printed. It can be dropped here, too.")
                        verb: qsTr("Review")
                        chooser: designFolder
                        onTaken: path => {
                            close();
                            root.review.against(path);
                        }
                    }
                }
                ActionButton {
                    text: qsTr("Page…")
                    enabled: root.review.isThere
                    hint: qsTr("Write the review as a page to print, PDF or HTML")
                    onClicked: {
                        page.path = root.review.suggestedPage();
                        page.open();
                    }

                    PathPopup {
                        id: page

                        y: parent.height + 6
                        x: parent.width - width
                        heading: qsTr("Write a page to print")
                        hint: qsTr("By its ending: .html or .pdf")
                        verb: qsTr("Write")
                        onTaken: path => {
                            root.review.write(path);
                            if (root.review.written !== "")
                                close();
                        }
                        problem: root.review.problem
                    }
                }
                ActionButton {
                    iconName: "close"
                    quiet: true
                    hint: qsTr("Close the review (Esc)")
                    onClicked: root.review.close()
                }
            }
            Divider {
                anchors {
                    left: parent.left
                    right: parent.right
                    bottom: parent.bottom
                }
            }
        }

        RowLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.fillHeight: true

            Rectangle {
                color: Theme.surface
                Layout.preferredWidth: 380
                Layout.fillHeight: true

                ColumnLayout {
                    anchors.fill: parent
                    spacing: 0

                    PlainText {
                        text: root.review.problem !== "" ? root.review.problem : root.review.isWorking ? qsTr("Comparing…") : root.review.sentence
                        color: root.review.problem !== "" ? Theme.stop : Theme.text
                        font.pixelSize: 13
                        font.weight: Font.DemiBold
                        lineHeight: 1.2
                        wrapMode: Text.Wrap
                        Accessible.role: Accessible.StaticText
                        Accessible.name: text
                        Layout.fillWidth: true
                        Layout.margins: 16
                        Layout.bottomMargin: 4
                    }
                    PlainText {
                        visible: root.review.written !== ""
                        text: qsTr("Written to %1").arg(root.review.written)
                        color: Theme.pass
                        font.pixelSize: 12
                        elide: Text.ElideMiddle
                        Layout.fillWidth: true
                        Layout.leftMargin: 16
                        Layout.rightMargin: 16
                    }
                    // As the problems of Inspector.
                    Column {
                        id: words

                        topPadding: 4
                        spacing: 4
                        visible: root.review.words.length > 0
                        Layout.fillWidth: true
                        Layout.leftMargin: 16
                        Layout.rightMargin: 16

                        Repeater {
                            model: root.review.words

                            PlainText {
                                required property string modelData

                                text: modelData
                                color: Theme.muted
                                font.pixelSize: 12
                                wrapMode: Text.Wrap
                                width: words.width
                            }
                        }
                    }
                    PlainText {
                        visible: root.review.moreWords > 0
                        text: qsTr("and %1 more, on the page to print").arg(root.review.moreWords)
                        color: Theme.muted
                        font.pixelSize: 12
                        Layout.leftMargin: 16
                        Layout.topMargin: 4
                    }
                    ListView {
                        id: list

                        model: root.review.rows
                        clip: true
                        cacheBuffer: 0  // As in FormList.
                        activeFocusOnTab: true
                        keyNavigationEnabled: true
                        boundsBehavior: Flickable.StopAtBounds
                        bottomMargin: 12
                        Accessible.role: Accessible.List
                        Accessible.name: qsTr("Differences")
                        Keys.onReturnPressed: root.review.choose(currentIndex)
                        ScrollBar.vertical: ScrollBar {}
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.topMargin: 4

                        Connections {
                            target: root.review

                            function onChosenChanged() {
                                if (root.review.chosen >= 0)
                                    list.positionViewAtIndex(root.review.chosen, ListView.Contain);
                            }
                        }

                        delegate: ReviewRow {
                            required property int index

                            width: ListView.view.width
                            chosen: index === root.review.chosen
                            onPicked: root.choose(index)
                            onRevealed: root.review.reveal(index)
                        }
                    }
                }
                Divider {
                    anchors {
                        right: parent.right
                        top: parent.top
                        bottom: parent.bottom
                    }
                }
            }

            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true

                Rectangle {
                    anchors.fill: parent
                    color: Theme.canvas
                }
                ReviewCanvas {
                    anchors.fill: parent
                    review: root.review
                    dark: Theme.dark
                    Accessible.role: Accessible.Canvas
                    Accessible.name: qsTr("Both designs, drawn over one another")
                }
                Row {
                    anchors {
                        left: parent.left
                        bottom: parent.bottom
                        margins: 16
                    }
                    spacing: 16
                    visible: root.review.isThere && list.count > 0

                    Repeater {
                        model: [
                            {
                                tone: "pass",
                                name: qsTr("+ added, or opened")
                            },
                            {
                                tone: "stop",
                                name: qsTr("− removed, or closed")
                            },
                            {
                                tone: "warn",
                                name: qsTr("~ changed")
                            },
                            {
                                tone: "stop",
                                name: qsTr("! a promise broken")
                            }
                        ]

                        Row {
                            required property var modelData

                            spacing: 6

                            VerdictDot {
                                anchors.verticalCenter: parent.verticalCenter
                                tone: parent.modelData.tone
                            }
                            PlainText {
                                text: parent.modelData.name
                                color: Theme.muted
                                font.pixelSize: 12
                            }
                        }
                    }
                }
            }
        }
    }
}
