import QtQuick
import QtQuick.Layouts
import Archivolt

// Writes a rule anew where it stands: every key that fits changes the paths at once.
Rectangle {
    id: root

    required property RulesModel rules

    visible: rules.edited !== ""
    implicitHeight: 40
    color: Theme.accentSoft
    onVisibleChanged: {
        if (!visible)
            return;
        ports.text = rules.ports;
        block.text = rules.block;
        (rules.hasBlock ? block : ports).forceActiveFocus();
    }

    Connections {
        target: root.rules

        function onEditedChanged() {
            ports.text = root.rules.ports;
            block.text = root.rules.block;
        }
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 12
        spacing: 8

        PlainText {
            text: root.rules.edited
            color: Theme.text
            font.pixelSize: 12
            font.weight: Font.DemiBold
            elide: Text.ElideMiddle
            Layout.maximumWidth: 260
        }
        RuleField {
            id: ports

            visible: root.rules.hasPorts
            caption: qsTr("Ports")
            isBad: root.rules.editProblem !== "" && activeFocus
            onTextEdited: root.rules.writePorts(text)
            onDone: root.rules.endEdit()
            Layout.preferredWidth: 110
        }
        RuleField {
            id: block

            visible: root.rules.hasBlock
            caption: qsTr("Block of addresses")
            isBad: root.rules.editProblem !== "" && activeFocus
            onTextEdited: root.rules.writeBlock(text)
            onDone: root.rules.endEdit()
            Layout.preferredWidth: 190
        }
        PlainText {
            text: root.rules.editProblem !== "" ? root.rules.editProblem : qsTr("Paths change as you write")
            color: root.rules.editProblem !== "" ? Theme.stop : Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        ActionButton {
            text: qsTr("Done")
            implicitHeight: 28
            onClicked: root.rules.endEdit()
        }
    }
}
