pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// What was said of late, the newest first; pointing at what the last edit opened and closed marks the paths.
Sheet {
    id: root

    required property Document document
    required property ReachNews news
    readonly property string newsLine: news === null ? "" : news.line

    heading: qsTr("Messages")
    onClosed: {
        if (news !== null)
            news.shows = false;
    }

    PlainText {
        visible: root.newsLine === "" && root.document.messages.length === 0
        text: qsTr("Nothing was said yet")
        color: Theme.muted
        font.pixelSize: 13
    }
    PlainText {
        visible: root.newsLine !== ""
        text: root.newsLine
        color: pointer.hovered ? Theme.accent : Theme.text
        font.pixelSize: 13
        wrapMode: Text.Wrap
        Layout.fillWidth: true

        HoverHandler {
            id: pointer

            onHoveredChanged: root.news.shows = hovered
        }
    }
    ListView {
        id: list

        visible: count > 0
        model: root.document.messages
        clip: true
        spacing: 10
        cacheBuffer: 0  // As in FormList.
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: root.heading
        ScrollBar.vertical: ScrollBar {}
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(320, Math.max(20, contentHeight))

        delegate: PlainText {
            required property string modelData

            width: ListView.view.width - 16
            text: modelData
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Accessible.role: Accessible.ListItem
        }
    }
}
