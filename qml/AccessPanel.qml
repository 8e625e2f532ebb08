pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// The question of Access, and its answer: who may, what one may, whether one request may.
ColumnLayout {
    id: root

    required property AccessMode access
    signal ruleOpened

    spacing: 0

    ColumnLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 12

        EndField {
            id: who

            caption: qsTr("Who")
            onOffersAsked: typed => who.offers = root.access.whoLike(typed)
            end: root.access.who
            openText: qsTr("whoever can")
            picks: root.access.picksWho
            onPickAsked: root.access.picksWho = true
            onChosen: end => root.access.setWho(end)
            Layout.fillWidth: true
        }
        EndField {
            id: on

            caption: qsTr("On")
            onOffersAsked: typed => on.offers = root.access.onLike(typed)
            end: root.access.on
            openText: qsTr("whatever the design holds")
            picks: !root.access.picksWho
            onPickAsked: root.access.picksWho = false
            onChosen: end => root.access.setOn(end)
            Layout.fillWidth: true
        }
        EndField {
            id: does

            visible: root.access.on !== ""
            caption: qsTr("Does")
            onOffersAsked: typed => does.offers = root.access.actionsLike(typed)
            end: root.access.action
            openText: qsTr("an action such as s3:GetObject")
            picks: false
            onChosen: end => root.access.setAction(end)
            Layout.fillWidth: true
        }
        Flow {
            visible: root.access.on !== ""
            spacing: 4
            Layout.fillWidth: true

            Repeater {
                model: Math.min(4, root.access.actions.length)

                ChoiceButton {
                    id: choice

                    required property int index
                    readonly property string whole: root.access.actions[index] ?? ""

                    text: whole.slice(whole.indexOf(":") + 1)
                    width: Math.min(implicitWidth, parent.width)
                    checked: root.access.action === whole
                    onClicked: root.access.setAction(whole)

                    Hint {
                        text: choice.whole
                        visible: choice.hovered && choice.width < choice.implicitWidth
                    }
                }
            }
        }
        TextField {
            id: context

            visible: root.access.isRequest
            text: root.access.context
            placeholderText: qsTr("context: aws:SourceIp=203.0.113.9")
            placeholderTextColor: Theme.muted
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.family: Theme.monoFamily
            font.pixelSize: 12
            implicitHeight: 30
            leftPadding: 10
            topPadding: 0
            bottomPadding: 0
            verticalAlignment: TextInput.AlignVCenter
            Accessible.name: qsTr("Condition keys of the request")
            onEditingFinished: root.access.context = text
            background: Rectangle {
                radius: 7
                color: Theme.surface
                border.color: context.activeFocus ? Theme.accent : Theme.line
            }
            Layout.fillWidth: true
        }
    }
    Divider {
        Layout.fillWidth: true
    }
    PlainText {
        readonly property string hint: qsTr("Click a role, or what runs as one, or a bucket, queue, table, key or secret.")

        text: root.access.problem !== "" ? root.access.problem : root.access.sentence !== "" ? root.access.sentence : root.access.isAsking ? qsTr("Asking…") : hint
        color: root.access.problem !== "" || root.access.tone === "stop" ? Theme.stop : root.access.tone === "pass" ? Theme.pass : root.access.tone === "warn" ? Theme.warn : Theme.text
        opacity: root.access.isAsking ? 0.6 : 1
        font.pixelSize: 13
        font.weight: Font.DemiBold
        lineHeight: 1.2
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 8
    }
    ListView {
        id: list

        model: root.access.rows
        clip: true
        cacheBuffer: 0  // As in FormList.
        visible: !root.access.isRequest
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Answers")
        Keys.onReturnPressed: root.access.askRow(currentIndex)
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.fillHeight: true

        delegate: Rectangle {
            id: row

            required property int index
            required property string name
            required property string detail
            required property string tone

            width: ListView.view.width
            height: 46
            color: area.containsMouse || (ListView.isCurrentItem && ListView.view.activeFocus) ? Theme.accentSoft : "transparent"
            Accessible.role: Accessible.ListItem
            Accessible.name: name + ", " + detail

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 16
                spacing: 10

                VerdictDot {
                    tone: row.tone
                }
                ColumnLayout {
                    spacing: 1

                    PlainText {
                        text: row.name
                        color: Theme.text
                        font.pixelSize: 13
                        elide: Text.ElideMiddle
                        Layout.fillWidth: true
                    }
                    PlainText {
                        text: row.detail
                        color: Theme.muted
                        font.pixelSize: 12
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }
            }
            MouseArea {
                id: area

                anchors.fill: parent
                hoverEnabled: true
                onClicked: {
                    row.ListView.view.currentIndex = row.index;
                    root.access.askRow(row.index);
                }
            }
            Hint {
                text: row.name + "\n" + row.detail
                visible: area.containsMouse
            }
        }
    }
    ColumnLayout {
        visible: root.access.isRequest
        spacing: 8
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 16

        // As the problems of Inspector.
        Column {
            id: reasons

            spacing: 8
            visible: reasonsRows.count > 0
            Layout.fillWidth: true

            Repeater {
                id: reasonsRows

                model: root.access.reasons

                ReasonRow {
                    required property int index
                    required property string level
                    required property string effect
                    required property string policy

                    title: level + " " + effect
                    detail: policy
                    isReply: false
                    number: index + 1
                    tone: effect === "allows" ? "pass" : effect === "denies" ? "stop" : "warn"
                    onChosen: {
                        root.access.openReason(index);
                        root.ruleOpened();
                    }
                    width: reasons.width
                }
            }
        }
    }
    Item {
        visible: root.access.isRequest
        Layout.fillHeight: true
    }
}
