pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What goes out with a template: which stack, in which layout, and what is wrong with it.
ColumnLayout {
    id: root

    required property Document document
    required property string name
    readonly property string ending: {
        const found = /\.(yaml|yml|json|template)$/.exec(root.name.toLowerCase());
        return found === null ? "" : found[0];
    }

    spacing: 8

    ExportModel {
        id: choice

        document: root.document
    }

    Flow {
        visible: root.ending !== "" && choice.stacks.length > 1
        spacing: 4
        Layout.fillWidth: true

        PlainText {
            text: qsTr("Stack")
            color: Theme.muted
            font.pixelSize: 12
            height: 28
            verticalAlignment: Text.AlignVCenter
            rightPadding: 8
            width: Math.max(48, implicitWidth)
        }
        Repeater {
            model: choice.stacks

            ChoiceButton {
                required property string modelData
                required property int index

                text: modelData
                checked: choice.stack === index
                onClicked: choice.stack = index
            }
        }
    }
    RowLayout {
        visible: root.ending !== ""
        spacing: 4
        Layout.fillWidth: true

        PlainText {
            text: qsTr("Text")
            color: Theme.muted
            font.pixelSize: 12
            Layout.rightMargin: 4
            Layout.minimumWidth: 40  // The buttons stand below those of the pictures.
        }
        ChoiceButton {
            text: qsTr("As it is")
            checked: !choice.isCanonical
            onClicked: choice.isCanonical = false
        }
        ChoiceButton {
            text: qsTr("Canonical")
            checked: choice.isCanonical
            onClicked: choice.isCanonical = true
        }
        Item {
            Layout.fillWidth: true
        }
        ActionButton {
            text: qsTr("Copy")
            hint: qsTr("Put the template into the clipboard; no file is written")
            implicitHeight: 28
            enabled: choice.stack >= 0
            onClicked: choice.copy(root.ending)
        }
    }
    PlainText {
        text: choice.copied
        visible: text !== ""
        color: Theme.muted
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
        Layout.fillWidth: true
    }
    // What is wrong is known before it goes out.
    RowLayout {
        spacing: 8
        Layout.fillWidth: true

        VerdictDot {
            tone: choice.hasErrors ? "stop" : root.document.findings.count > 0 ? "warn" : "pass"
        }
        PlainText {
            text: choice.hasErrors ? qsTr("It goes out with %1").arg(choice.findings) : choice.findings
            color: choice.hasErrors ? Theme.stop : Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
