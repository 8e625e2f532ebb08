pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// A promise on performance, and the highest rate at which the scenario keeps it.
ColumnLayout {
    id: root

    required property TrafficLimit limit

    spacing: 8

    PlainText {
        text: qsTr("Up to which rate does the scenario keep a promise?")
        color: Theme.text
        font.pixelSize: 13
        wrapMode: Text.Wrap
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 0
    }
    RowLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        RuleField {
            id: promise

            objectName: "performancePromise"
            caption: qsTr("A promise on performance")
            text: "p99<300ms"
            isBad: root.limit.problem !== "" && !root.limit.isLooking
            onDone: search.clicked()
            Layout.fillWidth: true

            Hint {
                text: qsTr("As in: p99<300ms; mean<50ms; completed>99.9%; several with commas")
                visible: promise.hovered && !promise.activeFocus
            }
        }
        ActionButton {
            id: search

            objectName: "findLimit"
            text: root.limit.isLooking ? qsTr("Stop") : qsTr("Find the limit")
            enabled: root.limit.isLooking || promise.text.trim() !== ""
            implicitHeight: 28
            hint: qsTr("Runs the scenario at many rates, five times each, and halves what lies between")
            onClicked: root.limit.isLooking ? root.limit.stop() : root.limit.look(promise.text)
        }
    }
    PlainText {
        text: root.limit.isLooking ? root.limit.progress : root.limit.problem
        visible: text !== ""
        color: root.limit.isLooking ? Theme.muted : Theme.warn
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16
    }
    // As the problems of Inspector.
    Column {
        id: answer

        spacing: 8
        visible: root.limit.sentences.length > 0
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        Repeater {
            model: root.limit.sentences

            PlainText {
                required property string modelData
                required property int index

                text: modelData
                color: Theme.text
                font.pixelSize: 13
                font.weight: index === 0 ? Font.DemiBold : Font.Normal
                wrapMode: Text.Wrap
                width: answer.width
            }
        }
    }
    Item {
        Layout.fillHeight: true
    }
}
