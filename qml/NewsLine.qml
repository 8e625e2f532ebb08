import QtQuick
import QtQuick.Layouts
import Archivolt

// What the last edit opened and closed; pointing at it marks the paths, and a click keeps them marked.
// It goes after a while, and the messages have it still.
CanvasCard {
    id: root

    required property ReachNews news
    readonly property bool isThere: news !== null && news.line !== ""
    property bool isPast: false
    // Through edits and their news, until it is clicked again or dismissed.
    property bool isKept: false

    function mark() {
        if (news !== null)
            news.shows = isKept || pointer.hovered;
    }

    visible: isThere && !isPast
    onNewsChanged: {
        isPast = false;
        isKept = false;
        mark();
    }
    onIsKeptChanged: mark()
    onClicked: isKept = !isKept
    implicitWidth: row.implicitWidth + 24
    height: 36
    border.color: isKept ? Theme.accent : Theme.line
    Accessible.role: Accessible.Button
    Accessible.name: isThere ? news.line : ""
    Accessible.description: qsTr("Marks the paths on the drawing")
    Accessible.checkable: true
    Accessible.checked: isKept
    Accessible.onPressAction: clicked()
    Accessible.onToggleAction: clicked()

    Timer {
        id: reading

        interval: 15000
        running: root.visible && !pointer.hovered && !root.isKept
        onTriggered: root.isPast = true
    }
    Connections {
        target: root.news

        function onNewsChanged() {
            root.isPast = false;
            if (root.isKept)
                root.mark();
            if (reading.running)
                reading.restart();
        }
    }
    HoverHandler {
        id: pointer

        onHoveredChanged: root.mark()
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
            onClicked: {
                root.isKept = false;
                root.news.dismiss();
            }
            Layout.preferredWidth: 28
            Layout.preferredHeight: 28
        }
    }
}
