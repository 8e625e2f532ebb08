import QtQuick
import QtQuick.Controls.Basic
import Archivolt

AbstractButton {
    id: root

    required property Document document
    readonly property bool fine: document.findings.count === 0
    readonly property color ink: fine ? Theme.pass : document.findings.hasUrgent ? Theme.stop : Theme.warn
    readonly property color soft: fine ? Theme.passSoft : document.findings.hasUrgent ? Theme.stopSoft : Theme.warnSoft

    implicitHeight: 24
    implicitWidth: implicitContentWidth + 20
    text: document.problems
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.name: text
    Accessible.description: qsTr("Shows or hides the list of problems")

    background: Rectangle {
        radius: 12
        color: root.soft
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: PlainText {
        text: root.text
        color: root.ink
        font.pixelSize: 12
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }

    Hint {
        text: root.text
        visible: root.hovered && (root.contentItem as PlainText).truncated
    }
}
