pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What is selected, as a form; where nothing is, the design as a whole.
Rectangle {
    id: root

    required property Document document
    required property MarkModel marks
    property int chosenWidth: Theme.inspectorWidth  // The user's, by the left edge.
    property bool hasRows: true  // The form's rows are made.

    signal leaveAsked  // Escape: back to the drawing.

    // Begins with the first field.
    function enter() {
        let item = list.nextItemInFocusChain(true);
        for (let tries = 0; tries < 20 && item && !(item as TextField); ++tries)
            item = item.nextItemInFocusChain(true);
        if (item)
            item.forceActiveFocus(Qt.TabFocusReason);
    }
    function beginRename() {
        if (root.document.canChangeSelected)
            nameField.begin();
    }

    color: Theme.surface
    Keys.onEscapePressed: root.leaveAsked()

    FormModel {
        id: form

        document: root.document
    }
    SelectedThing {
        id: thing

        document: root.document
    }

    OnDemand {
        anchors.fill: parent
        anchors.margins: 16
        page: "MarkPanel.qml"
        given: ({
                marks: root.marks
            })
        wanted: visible
        visible: !things.visible
    }
    ColumnLayout {
        id: things

        anchors.fill: parent
        anchors.leftMargin: 1
        spacing: 0
        visible: root.marks.count === 0 || thing.count > 0

        RowLayout {
            Layout.fillWidth: true
            Layout.margins: 16
            spacing: 12

            Rectangle {
                implicitWidth: 40
                implicitHeight: 40
                radius: 8
                color: Theme.window
                border.color: Theme.line
                Layout.alignment: Qt.AlignTop

                Icon {
                    anchors.centerIn: parent
                    width: 22
                    height: 22
                    name: thing.icon
                    color: Theme.text
                }
            }
            ColumnLayout {
                spacing: 2

                NameField {
                    id: nameField

                    document: root.document
                    visible: root.document.hasSelection && thing.count < 2
                    Layout.fillWidth: true
                }
                WholeText {
                    text: thing.name
                    visible: !nameField.visible
                    color: Theme.text
                    font.pixelSize: 15
                    font.weight: Font.DemiBold
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
                PlainText {
                    text: root.document.hasSelection || thing.count > 1 ? thing.kind : root.document.contents.replace(/-/g, "\u2011")  // No Region breaks at its hyphens.
                    visible: text !== ""
                    color: Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
                PlainText {
                    text: thing.promises
                    visible: !root.document.hasSelection && text !== ""
                    color: Theme.muted
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
                WholeText {
                    text: thing.type
                    visible: text !== "" && text !== thing.kind
                    color: Theme.muted
                    font.family: Theme.monoFamily
                    font.pixelSize: 11
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                }
            }
        }

        PlainText {
            text: thing.count > 1 && list.count === 0 ? qsTr("They have no property in common.") : root.document.hasSelection || thing.count > 1 ? thing.note : qsTr("Click something on the drawing to see and change what it is made of.")
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 12
            lineHeight: 1.2
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 16
            Layout.bottomMargin: 12
        }

        // A layout of its own, not rows of the one above: that one goes on laying out what was taken away while
        // it is being laid out itself.
        Column {
            id: problems

            spacing: 12
            bottomPadding: 12
            visible: form.problems.length > 0
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 16

            Repeater {
                model: form.problems

                FormProblem {
                    required property var modelData
                    required property int index

                    fixLabel: modelData.fixLabel
                    onFixAsked: form.fixWhole(index)
                    says: modelData.says
                    help: modelData.help
                    tone: modelData.tone
                    width: problems.width
                }
            }
        }

        FormList {
            id: list

            form: form
            subject: root.document.selectedName
            model: root.hasRows ? form : null
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        Divider {
            visible: root.document.canChangeSelected
            Layout.fillWidth: true
        }

        RowLayout {
            visible: root.document.canChangeSelected
            Layout.fillWidth: true
            Layout.margins: 12
            spacing: 8

            ActionButton {
                id: addButton

                text: qsTr("Add property")
                hint: qsTr("Write a property that this has not yet")
                enabled: form.canAddProperty
                Layout.fillWidth: true
                onClicked: list.askFor(addButton)
            }
            ActionButton {
                text: qsTr("Rename")
                hint: qsTr("Rename, with every reference (F2)")
                onClicked: root.beginRename()
            }
            ActionButton {
                text: qsTr("Remove")
                hint: qsTr("Take this resource out of the template (Delete)")
                onClicked: root.document.removal.removeSelected()
            }
        }
    }

    Divider {
        anchors {
            left: parent.left
            top: parent.top
            bottom: parent.bottom
        }
    }
    MouseArea {
        property real pressedAt: 0

        width: 7
        x: -3
        height: parent.height
        cursorShape: Qt.SplitHCursor
        onPressed: mouse => pressedAt = mouse.x
        onPositionChanged: mouse => root.chosenWidth = Math.max(280, Math.min(560, root.chosenWidth - mouse.x + pressedAt))
    }
}
