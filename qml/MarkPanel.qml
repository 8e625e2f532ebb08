pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What is selected, where it is notes, frames or outside boxes: its text, and what it stands for.
ColumnLayout {
    id: root

    required property MarkModel marks
    readonly property string iconName: {
        if (marks.kind === "note")
            return "note";
        const kind = marks.frameKinds.find(each => each.name === marks.frameKind);
        return kind === undefined ? "frame" : kind.icon;
    }

    readonly property var toneColors: [Theme.warn, Theme.accent, Theme.pass, Theme.stop]

    spacing: 8

    component Caption: PlainText {
        color: Theme.muted
        font.pixelSize: 12
        Layout.fillWidth: true
        Layout.topMargin: 8
    }

    RowLayout {
        spacing: 12

        Icon {
            name: root.iconName
            color: Theme.muted
            width: 20
            height: 20
        }
        PlainText {
            text: root.marks.word
            color: Theme.text
            font.pixelSize: 15
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
    PlainText {
        text: qsTr("Part of the drawing alone; the template does not have it.")
        color: Theme.muted
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Caption {
        visible: root.marks.kind !== ""
        text: root.marks.kind === "note" ? qsTr("Text") : qsTr("Title")
    }
    FormTextArea {
        visible: root.marks.kind === "note"
        value: visible ? root.marks.text : ""
        isProse: true
        name: qsTr("Text")
        placeholder: qsTr("Write something")
        Layout.fillWidth: true
        Layout.preferredHeight: 120
        onTaken: text => root.marks.text = text
    }
    FormTextField {
        visible: root.marks.kind === "frame"
        value: visible ? root.marks.text : ""
        Accessible.name: qsTr("Title")
        Layout.fillWidth: true
        onTaken: text => root.marks.text = text
    }

    Caption {
        visible: root.marks.hasNotes
        text: qsTr("Means")
    }
    Flow {
        visible: root.marks.hasNotes
        spacing: 8
        Layout.fillWidth: true

        Repeater {
            model: root.marks.tones

            ChoiceButton {
                required property int index
                required property string modelData

                text: modelData
                dot: root.toneColors[index]
                checked: root.marks.tone === modelData
                onClicked: root.marks.tone = modelData
            }
        }
    }
    Caption {
        visible: root.marks.hasNotes
        text: qsTr("A note that begins with ? ✓ or ! and a space means it too.")
        wrapMode: Text.Wrap
        Layout.topMargin: 0
    }
    Caption {
        visible: root.marks.kind === "frame"
        text: qsTr("Stands for")
    }
    Flow {
        visible: root.marks.kind === "frame"
        spacing: 8
        Layout.fillWidth: true

        Repeater {
            model: root.marks.frameKinds

            ChoiceButton {
                required property var modelData

                text: modelData.word
                checked: root.marks.frameKind === modelData.name
                onClicked: root.marks.frameKind = modelData.name
            }
        }
    }

    Item {
        Layout.fillHeight: true
    }
    ActionButton {
        text: qsTr("Remove")
        hint: qsTr("Take this off the drawing (Delete)")
        Layout.fillWidth: true
        onClicked: root.marks.remove()
    }
}
