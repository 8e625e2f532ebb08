pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// The question of Reach, and its answer in words.
ColumnLayout {
    id: root

    required property ReachMode reach
    signal ruleOpened

    spacing: 0

    ColumnLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.margins: 16
        Layout.bottomMargin: 12

        EndField {
            id: from

            caption: qsTr("From")
            onOffersAsked: typed => from.offers = root.reach.endsLike(typed)
            end: root.reach.from
            openText: qsTr("whatever reaches it")
            picks: root.reach.picksFrom
            onPickAsked: root.reach.picksFrom = true
            onChosen: end => root.reach.setFrom(end)
            Layout.fillWidth: true
        }
        EndField {
            id: to

            caption: qsTr("To")
            onOffersAsked: typed => to.offers = root.reach.endsLike(typed)
            end: root.reach.to
            openText: qsTr("whatever it reaches")
            picks: !root.reach.picksFrom
            onPickAsked: root.reach.picksFrom = false
            onChosen: end => root.reach.setTo(end)
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: 4

            Repeater {
                model: ["", "tcp", "udp", "icmp"]

                ChoiceButton {
                    required property string modelData

                    text: modelData === "" ? qsTr("any") : modelData
                    checked: root.reach.protocol === modelData
                    onClicked: root.reach.protocol = modelData
                }
            }
            TextField {
                text: root.reach.port
                placeholderText: qsTr("port")
                placeholderTextColor: Theme.muted
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.monoFamily
                font.pixelSize: 12
                implicitHeight: 28
                leftPadding: 8
                rightPadding: 8
                topPadding: 0
                bottomPadding: 0
                verticalAlignment: TextInput.AlignVCenter
                Accessible.name: qsTr("Port")
                onTextEdited: root.reach.port = text
                background: Rectangle {
                    radius: 7
                    color: Theme.surface
                    border.color: root.reach.portProblem !== "" ? Theme.stop : parent.activeFocus ? Theme.accent : Theme.line
                }
                Layout.fillWidth: true
                Layout.minimumWidth: 48
            }
            ActionButton {
                text: qsTr("Turn")
                hint: root.reach.to === "" ? qsTr("Ask who can reach it") : root.reach.from === "" ? qsTr("Ask what it reaches") : qsTr("Ask the other way round")
                implicitHeight: 28
                onClicked: root.reach.turnAround()
            }
        }
        PlainText {
            visible: text !== ""
            text: root.reach.portProblem
            color: Theme.stop
            font.pixelSize: 11
        }
    }

    Divider {
        Layout.fillWidth: true
    }

    PlainText {
        readonly property string hint: qsTr("Click a thing on the drawing, or type a name or an address.")

        text: root.reach.problem !== "" ? root.reach.problem : root.reach.sentence !== "" ? root.reach.sentence : root.reach.isAsking ? qsTr("Asking…") : hint
        color: root.reach.problem !== "" || root.reach.verdict === "blocked" ? Theme.stop : root.reach.verdict === "reachable" ? Theme.pass : root.reach.verdict === "" ? Theme.text : Theme.warn
        opacity: root.reach.isAsking ? 0.6 : 1
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

    // What the list can't tell, and why there may be more; a trace has it below its steps.
    ListView {
        visible: !root.reach.isTrace && count > 0
        model: root.reach.notes
        clip: true
        spacing: 4
        implicitHeight: Math.min(contentHeight, Math.max(120, root.height * 0.35))
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What this leaves open")
        ScrollBar.vertical: ScrollBar {
            policy: size < 0.99 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff  // A cut sentence tells of no more.
        }
        delegate: PlainText {
            required property string modelData

            text: modelData
            color: Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            width: ListView.view.width - 12
        }
        Layout.fillWidth: true
        Layout.leftMargin: 16
        Layout.rightMargin: 8
        Layout.bottomMargin: 8
    }

    EndsList {
        reach: root.reach
        visible: !root.reach.isTrace
        Layout.fillWidth: true
        Layout.fillHeight: true
    }

    ReachReasons {
        reach: root.reach
        visible: root.reach.isTrace
        onRuleOpened: root.ruleOpened()
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
}
