import QtQuick
import QtQuick.Layouts
import Archivolt

// A flow of a log and the rule that decided it, or a rule that no record used.
Rectangle {
    id: root

    required property string kind
    required property string who
    required property string traffic
    required property string rule
    required property string count
    required property string why
    required property string tone
    required property bool opens
    required property bool chosen
    signal picked
    signal ruleAsked
    signal traceAsked

    readonly property bool isFlow: kind === "flow"

    implicitHeight: isFlow ? (why === "" ? 28 : 46) : 28
    activeFocusOnTab: false
    color: chosen ? Theme.accentSoft : area.containsMouse && isFlow ? Theme.window : "transparent"
    Accessible.role: isFlow ? Accessible.ListItem : Accessible.Heading
    Accessible.name: isFlow ? who + ", " + traffic + ", " + rule : who
    Accessible.description: why

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        enabled: root.isFlow
        onClicked: root.picked()
    }
    PlainText {
        anchors.verticalCenter: parent.verticalCenter
        x: 16
        width: parent.width - 32
        visible: !root.isFlow
        text: root.who
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
        elide: Text.ElideRight
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 12
        visible: root.isFlow
        spacing: 0

        RowLayout {
            spacing: 10

            VerdictDot {
                tone: root.tone
            }
            PlainText {
                text: root.who
                color: Theme.text
                font.pixelSize: 12
                font.weight: Font.DemiBold
                elide: Text.ElideMiddle
                Layout.fillWidth: true
                Layout.minimumWidth: 150
                Layout.preferredWidth: 200
            }
            PlainText {
                text: root.traffic
                color: Theme.text
                font.family: Theme.monoFamily
                font.pixelSize: 12
                elide: Text.ElideRight
                Layout.preferredWidth: 136
            }
            PlainText {
                text: root.rule
                color: Theme.text
                font.pixelSize: 12
                elide: Text.ElideMiddle
                Layout.fillWidth: true
                Layout.minimumWidth: 120
                Layout.preferredWidth: 200
            }
            PlainText {
                text: root.count
                color: Theme.muted
                font.pixelSize: 12
                horizontalAlignment: Text.AlignRight
                Layout.preferredWidth: 92
            }
            ActionButton {
                text: qsTr("Rule")
                quiet: true
                opacity: root.opens ? 1 : 0
                enabled: root.opens
                hint: qsTr("Open the rule that decides")
                implicitHeight: 24
                onClicked: root.ruleAsked()
            }
            ActionButton {
                text: qsTr("Trace")
                quiet: true
                opacity: root.count !== "" ? 1 : 0
                enabled: root.count !== ""
                hint: qsTr("Follow such a packet through the design")
                implicitHeight: 24
                onClicked: root.traceAsked()
            }
        }
        PlainText {
            visible: root.why !== ""
            text: root.why
            color: Theme.warn
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.leftMargin: 18
            Layout.bottomMargin: 4
        }
    }
}
