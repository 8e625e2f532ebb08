import QtQuick
import QtQuick.Layouts
import Archivolt

// What the last edit opened and closed; pointing at it marks the paths. It goes after a while, and the
// messages have it still.
Rectangle {
    id: root

    required property ReachNews news
    readonly property bool isThere: news !== null && news.line !== ""
    property bool isPast: false

    visible: isThere && !isPast
    onNewsChanged: isPast = false
    implicitWidth: row.implicitWidth + 24
    height: 36
    radius: 10
    color: Theme.raised
    border.color: Theme.line
    Accessible.role: Accessible.StaticText
    Accessible.name: isThere ? news.line : ""

    Timer {
        id: reading

        interval: 15000
        running: root.visible && !pointer.hovered
        onTriggered: root.isPast = true
    }
    Connections {
        target: root.news

        function onNewsChanged() {
            root.isPast = false;
            if (reading.running)
                reading.restart();
        }
    }
    HoverHandler {
        id: pointer

        onHoveredChanged: {
            if (root.news !== null)
                root.news.shows = hovered;
        }
    }
    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: 12
        anchors.rightMargin: 6
        spacing: 10

        VerdictDot {
            tone: root.isThere && root.news.hasOpened ? "warn" : "pass"
        }
        PlainText {
            text: root.isThere ? root.news.line : ""
            color: Theme.text
            font.pixelSize: 13
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        ActionButton {
            iconName: "close"
            quiet: true
            hint: qsTr("Dismiss")
            onClicked: root.news.dismiss()
            Layout.preferredWidth: 28
            Layout.preferredHeight: 28
        }
    }
}
