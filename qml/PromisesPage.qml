pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// The promises with their answers, a line to write another, and those worth making.
Item {
    id: root

    required property ReachMode reach
    readonly property PromisesModel promises: reach.promises
    readonly property bool hasQuestion: reach.from !== "" && reach.to !== ""

    PromiseDraft {
        id: draft

        reach: root.reach
        visible: root.reach.isPromising
        x: 16
        y: 8
        width: parent.width - 32
    }
    RowLayout {
        id: line

        x: 16
        y: 8
        width: parent.width - 32
        visible: !draft.visible
        spacing: 8

        ActionButton {
            text: qsTr("New promise")
            hint: qsTr("Click its two ends on the drawing, then say what is to hold")
            onClicked: root.reach.startPromise()
        }
        TextField {
            id: sentence

            objectName: "promiseSentence"
            placeholderText: qsTr("internet never reaches data")
            placeholderTextColor: Theme.muted
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.pixelSize: 13
            implicitHeight: 32
            leftPadding: 10
            verticalAlignment: TextInput.AlignVCenter
            Accessible.name: qsTr("A promise, as a sentence")
            background: Rectangle {
                radius: 7
                color: Theme.surface
                border.width: sentence.activeFocus ? 2 : 1
                border.color: root.promises.problem !== "" ? Theme.stop : sentence.activeFocus ? Theme.accent : Theme.line
            }
            onTextChanged: root.promises.dismissProblem()
            onAccepted: {
                if (root.promises.add(text))
                    clear();
            }
            Layout.fillWidth: true

            Hint {
                text: qsTr("As in: internet never reaches data; WebAlb reaches WebFleet on tcp 80; only WebFleet reaches OrdersDb")
                visible: sentence.hovered && !sentence.activeFocus
            }
        }
        ActionButton {
            text: qsTr("Promise")
            enabled: sentence.text.trim() !== ""
            hint: qsTr("Keep this with the design, and say when it breaks")
            onClicked: {
                if (root.promises.add(sentence.text))
                    sentence.clear();
            }
        }
        ActionButton {
            text: qsTr("Mend them…")
            visible: root.promises.broken > 0
            enabled: !root.promises.mending.isLooking
            hint: qsTr("Find the least change that keeps all broken promises together")
            onClicked: root.promises.mending.look()
        }
        ActionButton {
            text: qsTr("From the question")
            visible: root.hasQuestion
            hint: qsTr("Promise something of %1 and %2").arg(root.reach.from).arg(root.reach.to)
            onClicked: root.reach.promiseTheQuestion()
        }
    }
    PlainText {
        id: problem

        anchors.top: line.bottom
        anchors.topMargin: 4
        x: 16
        width: parent.width - 32
        visible: text !== ""
        text: root.promises.problem
        color: Theme.stop
        font.pixelSize: 12
        elide: Text.ElideRight
    }

    Flickable {
        anchors {
            left: parent.left
            right: parent.right
            top: problem.visible ? problem.bottom : line.bottom
            bottom: parent.bottom
            topMargin: 6
        }
        clip: true
        contentHeight: column.implicitHeight + 8
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}

        ColumnLayout {
            id: column

            width: parent.width
            spacing: 0

            MendingCard {
                mending: root.promises.mending
                Layout.fillWidth: true
                Layout.leftMargin: 16
                Layout.rightMargin: 16
                Layout.bottomMargin: 8
            }
            // As the problems of Inspector.
            Column {
                id: kept

                visible: keptRows.count > 0
                Layout.fillWidth: true

                Repeater {
                    id: keptRows

                    model: root.promises.rows

                    PromiseRow {
                        required property int index

                        onChosen: root.promises.show(index)
                        onPointed: on => root.promises.pointAt(on ? index : -1)
                        onRemoved: root.promises.remove(index)
                        width: kept.width
                    }
                }
            }
            SuggestionList {
                promises: root.promises
                Layout.fillWidth: true
            }
        }
    }
}
