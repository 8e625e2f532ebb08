pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

Flickable {
    id: root

    required property Document document

    contentHeight: page.implicitHeight + 96
    clip: true
    boundsBehavior: Flickable.StopAtBounds

    ColumnLayout {
        id: page

        x: (root.width - width) / 2
        y: Math.max(48, (root.height - implicitHeight) / 3)
        width: Math.min(720, root.width - 64)
        spacing: 12

        PlainText {
            text: qsTr("Open a CloudFormation template and see it")
            color: Theme.text
            font.pixelSize: 24
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        PlainText {
            text: qsTr("Archivolt draws it, checks it, and writes back only what you change. Nothing needs an AWS account or a network.")
            color: Theme.muted
            font.pixelSize: 13
            lineHeight: 1.3
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        ActionButton {
            text: qsTr("Open a template…")
            primary: true
            hint: qsTr("A template (YAML or JSON) or a project (Ctrl+O)")
            focus: true
            Layout.topMargin: 8
            onClicked: root.document.files.open()
        }

        PlainText {
            text: qsTr("Recent files")
            visible: root.document.recentFiles.count > 0
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.DemiBold
            Layout.topMargin: 20
        }
        Repeater {
            model: root.document.recentFiles

            StartCard {
                required property string name
                required property string folder
                required property string path

                title: name
                detail: folder
                iconName: "document"
                Layout.fillWidth: true
                onClicked: root.document.openPath(path)
            }
        }

        PlainText {
            text: qsTr("Examples")
            color: Theme.muted
            font.pixelSize: 12
            font.weight: Font.DemiBold
            Layout.topMargin: 20
        }
        GridLayout {
            columns: root.width > 760 ? 3 : 2
            columnSpacing: 12
            rowSpacing: 12
            Layout.fillWidth: true

            Repeater {
                model: root.document.examples

                StartCard {
                    required property string modelData

                    title: modelData
                    iconName: "vpc"
                    Layout.fillWidth: true
                    onClicked: root.document.openExample(modelData)
                }
            }
        }
    }
}
