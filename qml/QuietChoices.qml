pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// What can stand where the cursor is, shown while one types: it never takes the keyboard, and nothing is
// chosen but by Tab, by going down to it, or by a click.
Popup {
    id: root

    required property Item spot  // Where the cursor is.
    property var choices: []
    property bool isGoneTo: false  // The arrows went into the list.
    readonly property int rowHeight: 24
    signal chosen(string text)

    function show(list: var) {
        choices = list;
        isGoneTo = false;
        rows.currentIndex = 0;
        if (list.length === 0)
            return close();
        const at = spot.mapToItem(null, 0, spot.height).y;
        const isLow = at + implicitHeight + 8 > spot.Window.height;
        y = isLow ? -implicitHeight - 4 : spot.height + 4;
        open();
    }
    // Says whether it took the key.
    function go(by: int): bool {
        if (!opened)
            return false;
        if (isGoneTo || by < 0)
            rows.currentIndex = Math.max(0, Math.min(rows.count - 1, rows.currentIndex + by));
        isGoneTo = true;
        return true;
    }
    function take(): bool {
        if (!opened || rows.currentIndex < 0)
            return false;
        const choice = choices[rows.currentIndex];
        close();
        chosen(choice.text);
        return true;
    }
    function leave(): bool {
        const was = opened;
        close();
        return was;
    }

    objectName: "quietChoices"
    parent: spot
    width: 360
    implicitHeight: Math.min(choices.length, 7) * rowHeight + 8
    margins: 8
    padding: 4
    focus: false
    modal: false
    closePolicy: Popup.NoAutoClose
    enter: null
    exit: null
    background: Rectangle {
        radius: 8
        color: Theme.raised
        border.color: Theme.line
    }

    contentData: ListView {
        id: rows

        anchors.fill: parent
        model: root.choices
        clip: true
        cacheBuffer: 0  // As in FormList.
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What can stand here")

        delegate: Rectangle {
            id: choice

            required property int index
            required property var modelData

            width: ListView.view.width
            height: root.rowHeight
            radius: 5
            color: ListView.isCurrentItem ? Theme.accentSoft : "transparent"
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.title

            PlainText {
                anchors.left: parent.left
                anchors.leftMargin: 8
                anchors.right: detail.left
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                text: choice.modelData.title
                color: Theme.text
                font.family: Theme.monoFamily
                font.pixelSize: 12
                elide: Text.ElideMiddle
            }
            PlainText {
                id: detail

                anchors.right: parent.right
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, 130)
                text: choice.modelData.detail
                color: Theme.muted
                font.pixelSize: 11
                elide: Text.ElideRight
            }
            TapHandler {
                onTapped: {
                    rows.currentIndex = choice.index;
                    root.take();
                }
            }
        }
    }
}
