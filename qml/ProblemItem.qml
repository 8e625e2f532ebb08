import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A group's heading, or a problem with what can be done about it.
Rectangle {
    id: root

    required property bool isHeading
    required property string title
    required property int count
    required property bool isOpen
    required property string kind
    required property string message
    required property string help
    required property bool isUrgent
    required property string code
    required property string place
    required property string resource
    required property string fixLabel
    required property string why
    required property string source
    required property string fixAllLabel
    required property bool current
    property bool explains: false
    property bool accepts: false
    signal chosen
    signal fixAsked
    signal fixAllAsked
    signal suppressed(string reason)

    implicitHeight: isHeading ? 32 : row.implicitHeight + 16
    color: !isHeading && (area.containsMouse || current) ? Theme.accentSoft : "transparent"
    border.width: current ? 2 : 0
    border.color: Theme.accent
    Accessible.role: Accessible.ListItem
    Accessible.name: isHeading ? title + ", " + count : message
    Accessible.description: help

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onClicked: root.chosen()
    }

    Icon {
        visible: root.isHeading
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        width: 14
        height: 14
        name: root.isOpen ? "chevron-down" : "chevron-right"
        color: Theme.muted
    }
    PlainText {
        visible: root.isHeading
        x: 38
        width: Math.min(implicitWidth, root.width - 80)
        anchors.verticalCenter: parent.verticalCenter
        text: root.title + "  " + root.count
        color: Theme.text
        font.pixelSize: 12
        font.weight: Font.DemiBold
        elide: Text.ElideMiddle
    }

    ActionButton {
        visible: root.fixAllLabel !== ""
        anchors {
            right: parent.right
            rightMargin: 16
            verticalCenter: parent.verticalCenter
        }
        text: root.fixAllLabel
        quiet: true
        implicitHeight: 28
        hint: qsTr("Make this change for each of them, as one step; undo takes it back")
        onClicked: root.fixAllAsked()
    }
    RowLayout {
        id: row

        visible: !root.isHeading
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            topMargin: 8
            leftMargin: 38
            rightMargin: 16
        }
        spacing: 12

        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 1
            implicitWidth: 58
            implicitHeight: 18
            radius: 9
            color: root.isUrgent ? Theme.stopSoft : Theme.warnSoft

            PlainText {
                anchors.centerIn: parent
                text: root.kind
                color: root.isUrgent ? Theme.stop : Theme.warn
                font.pixelSize: 11
                font.weight: Font.Medium
            }
        }
        ColumnLayout {
            spacing: 2

            PlainText {
                text: root.message
                color: Theme.text
                font.pixelSize: 13
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            PlainText {
                text: root.help
                visible: text !== ""
                color: Theme.muted
                font.pixelSize: 12
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            RowLayout {
                visible: root.current || root.explains || root.accepts || root.fixLabel !== ""
                spacing: 4
                Layout.topMargin: 4

                ActionButton {
                    visible: root.fixLabel !== ""
                    text: root.fixLabel
                    implicitHeight: 28
                    hint: qsTr("Make this change; undo takes it back")
                    onClicked: root.fixAsked()
                }
                ActionButton {
                    text: qsTr("Why?")
                    quiet: true
                    implicitHeight: 28
                    hint: qsTr("What the rule says, and who says so")
                    onClicked: root.explains = !root.explains
                }
                ActionButton {
                    visible: root.resource !== "" && root.kind !== "promise"
                    text: qsTr("Accept…")
                    quiet: true
                    implicitHeight: 28
                    hint: qsTr("Live with it, and say why; check does not count it any more")
                    onClicked: {
                        root.accepts = !root.accepts;
                        if (root.accepts)
                            reason.forceActiveFocus();
                    }
                }
            }
            PlainText {
                text: root.source === "" ? root.why : root.why + "\n" + qsTr("Source: %1").arg(root.source)
                visible: root.explains
                color: Theme.muted
                font.pixelSize: 12
                lineHeight: 1.2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
                Layout.topMargin: 4
            }
            RowLayout {
                visible: root.accepts
                spacing: 8
                Layout.topMargin: 6

                TextField {
                    id: reason

                    placeholderText: qsTr("Why you live with it")
                    color: Theme.text
                    placeholderTextColor: Theme.muted
                    font.pixelSize: 13
                    Layout.fillWidth: true
                    Layout.maximumWidth: 420
                    Accessible.name: placeholderText
                    onAccepted: root.suppressed(text)
                    Keys.onEscapePressed: root.accepts = false
                    background: Rectangle {
                        implicitHeight: 30
                        radius: 7
                        color: Theme.surface
                        border.width: reason.activeFocus ? 2 : 1
                        border.color: reason.activeFocus ? Theme.accent : Theme.line
                    }
                }
                ActionButton {
                    text: qsTr("Accept")
                    enabled: reason.text.trim() !== ""
                    onClicked: root.suppressed(reason.text)
                }
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 2
            Layout.preferredWidth: 130

            WholeText {
                text: root.code
                color: Theme.muted
                font.pixelSize: 11
                horizontalAlignment: Text.AlignRight
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            WholeText {
                text: root.place
                visible: text !== ""
                color: Theme.muted
                font.family: Theme.monoFamily
                font.pixelSize: 11
                horizontalAlignment: Text.AlignRight
                elide: Text.ElideMiddle
                Layout.fillWidth: true
            }
        }
    }
}
