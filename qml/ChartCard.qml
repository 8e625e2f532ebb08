import QtQuick
import Archivolt

// One figure of a run over its time.
Rectangle {
    id: root

    required property string title
    required property string figure
    required property var values
    required property double position
    required property color tint

    implicitHeight: 96
    radius: 8
    color: Theme.window
    border.color: Theme.line
    Accessible.role: Accessible.Chart
    Accessible.name: title + ", " + figure

    PlainText {
        id: heading

        x: 10
        y: 7
        width: parent.width - 20
        text: root.title
        color: Theme.muted
        font.pixelSize: 12
        elide: Text.ElideRight
    }
    WholeText {
        id: figure

        x: 10
        anchors.top: heading.bottom
        width: parent.width - 20
        text: root.figure === "" ? "–" : root.figure
        color: Theme.text
        font.pixelSize: 13
        font.weight: Font.DemiBold
        elide: Text.ElideRight
    }
    RunChart {
        anchors {
            left: parent.left
            right: parent.right
            top: figure.bottom
            bottom: parent.bottom
            margins: 8
            topMargin: 4
        }
        values: root.values
        position: root.position
        color: root.tint
        cursor: Theme.muted
    }
}
