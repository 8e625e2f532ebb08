import QtQuick
import QtQuick.Layouts
import Archivolt

// A promise and whether it is kept.
Rectangle {
    id: root

    required property string sentence
    required property string word
    required property string why
    required property string tone
    signal chosen
    signal removed
    signal pointed(bool on)

    implicitHeight: 32
    activeFocusOnTab: true
    Keys.onReturnPressed: chosen()
    Keys.onDeletePressed: removed()
    color: area.containsMouse || activeFocus ? Theme.accentSoft : tone === "stop" ? Theme.stopSoft : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: sentence + ", " + word
    Accessible.description: why

    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        onContainsMouseChanged: root.pointed(containsMouse)
        onClicked: root.chosen()
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 16
        anchors.rightMargin: 12
        spacing: 10

        VerdictDot {
            tone: root.tone
        }
        PlainText {
            text: root.sentence
            color: Theme.text
            font.pixelSize: 13
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.preferredWidth: implicitWidth
            Layout.maximumWidth: Math.ceil(implicitWidth)
        }
        PlainText {
            text: root.why
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.preferredWidth: implicitWidth
        }
        PlainText {
            text: root.word
            color: root.tone === "pass" ? Theme.pass : root.tone === "stop" ? Theme.stop : root.tone === "warn" ? Theme.warn : Theme.muted
            font.pixelSize: 12
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: 84
        }
        ActionButton {
            iconName: "close"
            quiet: true
            hint: qsTr("Take this promise back")
            onClicked: root.removed()
            Layout.preferredWidth: 28
            Layout.preferredHeight: 28
        }
    }
    Hint {
        text: root.sentence + "\n" + root.why
        visible: area.containsMouse && root.why !== ""
    }
}
