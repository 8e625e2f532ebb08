pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What fails in a run, each at its time, and a line to add another.
ColumnLayout {
    id: root

    required property TrafficWishModel wish
    property string kind: "zone"
    property string target
    // By the words that scenarios have for them.
    readonly property var titles: ({
            zone: qsTr("Zone"),
            component: qsTr("Component"),
            failover: qsTr("Failover"),
            slow: qsTr("Slow"),
            failing: qsTr("Errors")
        })

    spacing: 6

    PlainText {
        text: qsTr("What fails")
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
    }
    // As the problems of Inspector.
    Column {
        id: faults

        visible: rows.count > 0
        Layout.fillWidth: true

        Repeater {
            id: rows

            model: root.wish.faults

            RowLayout {
                id: row

                required property int index
                required property string target
                required property string what
                required property string when

                width: faults.width
                spacing: 6

                PlainText {
                    text: qsTr("%1 %2, %3").arg(row.target).arg(row.what).arg(row.when)
                    color: Theme.text
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
                IconButton {
                    iconName: "close"
                    hint: qsTr("Take this out")
                    onClicked: root.wish.removeFault(row.index)
                }
            }
        }
    }
    Flow {
        spacing: 4
        Layout.fillWidth: true

        Repeater {
            model: root.wish.kinds

            ChoiceButton {
                required property string modelData

                text: root.titles[modelData] ?? modelData
                checked: root.kind === modelData
                onClicked: {
                    root.kind = modelData;
                    root.target = "";
                }
            }
        }
    }
    RowLayout {
        spacing: 6
        Layout.fillWidth: true

        ActionButton {
            id: what

            objectName: "faultTarget"
            text: root.target === "" ? qsTr("What it strikes…") : root.target
            implicitHeight: 28
            hint: qsTr("Choose what it strikes")
            onClicked: choices.openAt(what)
            Layout.fillWidth: true
        }
    }
    RowLayout {
        spacing: 6
        Layout.fillWidth: true

        PlainText {
            text: qsTr("From minute")
            color: Theme.text
            font.pixelSize: 12
        }
        RuleField {
            id: at

            objectName: "faultAt"
            caption: qsTr("From which minute on")
            text: "10"
            onTextChanged: isBad = false
            onDone: add.clicked()
            Layout.preferredWidth: 44

            Hint {
                text: at.caption
                visible: at.hovered
            }
        }
        PlainText {
            text: qsTr("for")
            color: Theme.text
            font.pixelSize: 12
        }
        RuleField {
            id: lasting

            objectName: "faultLasting"
            caption: qsTr("For how many minutes; empty: to the end")
            text: "10"
            onTextChanged: isBad = false
            onDone: add.clicked()
            Layout.preferredWidth: 44

            Hint {
                text: lasting.caption
                visible: lasting.hovered
            }
        }
        PlainText {
            text: qsTr("min")
            color: Theme.text
            font.pixelSize: 12
            Layout.fillWidth: true
        }
        ActionButton {
            id: add

            objectName: "addFault"
            text: qsTr("Add")
            enabled: root.target !== ""
            implicitHeight: 28
            onClicked: at.isBad = lasting.isBad = !root.wish.addFault(root.kind, root.target, at.text, lasting.text)
        }
    }
    ChoicePopup {
        id: choices

        placeholder: qsTr("What it strikes")
        choices: visible ? root.wish.targetsLike(root.kind, query) : []
        onChosen: text => root.target = text
    }
}
