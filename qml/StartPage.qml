pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What to begin with: an empty design, a file, a pattern or an example.
Flickable {
    id: root

    required property Document document
    required property Workspace workspace
    readonly property int columns: Math.max(2, Math.min(4, Math.floor((page.width + 16) / 236)))

    contentHeight: page.implicitHeight + 96
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}

    StartOffers {
        id: offers
    }

    component Heading: PlainText {
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.DemiBold
        Layout.topMargin: 24
    }

    ColumnLayout {
        id: page

        x: (root.width - width) / 2
        y: 48
        width: Math.min(1240, root.width - 96)
        spacing: 12

        PlainText {
            text: qsTr("Draw an AWS architecture, and question it")
            color: Theme.text
            font.pixelSize: 24
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        PlainText {
            text: qsTr("Archivolt draws templates, checks them, and writes back only what you change. Nothing needs an AWS account or a network.")
            color: Theme.muted
            font.pixelSize: 13
            lineHeight: 1.3
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: 8
            Layout.topMargin: 8

            ActionButton {
                text: qsTr("Open a template…")
                primary: true
                hint: qsTr("A template (YAML or JSON), a project, or output of the AWS CLI (Ctrl+O)")
                focus: true
                onClicked: root.document.files.open()
            }
            ActionButton {
                text: qsTr("New design")
                hint: qsTr("Begin with an empty Region (Ctrl+N)")
                onClicked: root.document.files.openExample("new")
            }
        }

        RowLayout {
            visible: root.workspace.lastFiles.length > 1
            spacing: 8
            Layout.topMargin: 16

            StartCard {
                title: qsTr("Open the %1 designs of last time").arg(root.workspace.lastFiles.length)
                detail: root.workspace.lastNames
                iconName: "step-back"
                Layout.fillWidth: true
                onClicked: root.workspace.openLastFiles()
            }
            IconButton {
                iconName: "close"
                hint: qsTr("Offer them no longer")
                onClicked: root.workspace.forgetLastFiles()
            }
        }
        Heading {
            text: qsTr("Recent files")
            visible: root.document.recentFiles.count > 0
        }
        // As the problems of Inspector.
        Column {
            id: recents

            spacing: page.spacing
            visible: recentsRows.count > 0
            Layout.fillWidth: true

            Repeater {
                id: recentsRows

                model: root.document.recentFiles

                RowLayout {
                    id: recent

                    required property string name
                    required property string folder
                    required property string path
                    required property bool isGone

                    spacing: 8
                    width: recents.width

                    StartCard {
                        title: recent.name
                        detail: recent.isGone ? qsTr("is no longer in %1").arg(recent.folder) : recent.folder
                        iconName: "document"
                        enabled: !recent.isGone
                        Layout.fillWidth: true
                        onClicked: root.document.openPath(recent.path)
                    }
                    IconButton {
                        visible: recent.isGone
                        iconName: "close"
                        hint: qsTr("Take %1 off this list").arg(recent.name)
                        onClicked: root.document.recentFiles.forget(recent.path)
                    }
                }
            }
        }

        Heading {
            text: qsTr("Begin with a pattern")
        }
        GridLayout {
            columns: root.columns
            columnSpacing: 16
            rowSpacing: 16
            Layout.fillWidth: true

            Repeater {
                model: offers.patterns

                OfferCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    onClicked: root.document.openExample(name)
                }
            }
        }

        Heading {
            text: qsTr("Examples")
        }
        GridLayout {
            columns: root.columns
            columnSpacing: 16
            rowSpacing: 16
            Layout.fillWidth: true

            Repeater {
                model: offers.examples

                OfferCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    onClicked: root.document.openExample(name)
                }
            }
        }
    }
}
