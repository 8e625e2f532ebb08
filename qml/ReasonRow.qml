import QtQuick
import Archivolt

// One thing that decides: what stops a flow, or a statement that allows or denies.
Rectangle {
    id: root

    required property string title
    required property string detail
    required property bool isReply
    required property bool opens
    required property int number
    property string tone: "stop"
    signal chosen

    implicitHeight: Math.max(20, words.implicitHeight) + 12
    radius: 7
    color: area.containsMouse && root.opens ? Theme.accentSoft : Theme.window
    activeFocusOnTab: root.opens
    border.width: activeFocus ? 2 : 0
    border.color: Theme.accent
    Keys.onReturnPressed: chosen()
    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.description: detail

    // By hand: layouts in a row around words that wrap may never agree on their size.
    Rectangle {
        x: 10
        y: 6
        width: 20
        height: 20
        radius: 10
        color: root.tone === "pass" ? Theme.passSoft : root.tone === "warn" ? Theme.warnSoft : Theme.stopSoft

        PlainText {
            anchors.centerIn: parent
            text: root.number
            color: root.tone === "pass" ? Theme.pass : root.tone === "warn" ? Theme.warn : Theme.stop
            font.pixelSize: 11
            font.weight: Font.DemiBold
        }
    }
    Column {
        id: words

        x: 40
        y: 6
        width: Math.max(0, root.width - 50)
        spacing: 1

        PlainText {
            width: parent.width
            text: root.title
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
        }
        PlainText {
            width: parent.width
            text: root.isReply ? (root.detail === "" ? qsTr("The answer") : qsTr("The answer: %1").arg(root.detail)) : root.detail
            visible: text !== ""
            color: Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
        }
    }
    MouseArea {
        id: area

        anchors.fill: parent
        hoverEnabled: true
        enabled: root.opens
        cursorShape: Qt.PointingHandCursor
        onClicked: root.chosen()
    }
}
