pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// A list to choose from, narrowed by typing.
Popup {
    id: root

    required property var choices  // What `query` leaves: a list of text, title, detail, icon.
    readonly property alias query: field.text
    property string placeholder
    property int rows: 8  // As many as there were at first: it does not jump while it is typed into.
    signal chosen(string text)

    function openAt(item: Item) {
        field.text = "";
        width = item.width < 240 ? 300 : item.width;
        const below = item.mapToItem(parent, 0, item.height + 4);
        x = below.x;
        y = below.y;
        open();
    }
    function choose(row: int) {
        const choice = list.model[row];
        close();
        if (choice)
            chosen(choice.text);
    }

    onChoicesChanged: {
        if (query === "" && choices.length > 0)
            rows = Math.max(2, Math.min(8, choices.length));
    }

    padding: 6
    margins: 8  // It stays inside the window.
    implicitHeight: 48 + 32 * rows
    focus: true
    modal: false
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    onOpened: field.forceActiveFocus()
    background: Rectangle {
        radius: 8
        color: Theme.raised
        border.color: Theme.line
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 6

        TextField {
            id: field

            placeholderText: root.placeholder
            placeholderTextColor: Theme.muted
            color: Theme.text
            font.pixelSize: 13
            leftPadding: 8
            implicitHeight: 30
            Layout.fillWidth: true
            Accessible.name: root.placeholder
            background: Rectangle {
                radius: 6
                color: Theme.window
                border.color: Theme.line
            }
            onTextChanged: list.currentIndex = 0
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            onAccepted: root.choose(list.currentIndex)
        }
        ListView {
            id: list

            model: root.choices
            clip: true
            cacheBuffer: 0  // As in FormList.
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true
            Accessible.role: Accessible.List
            ScrollBar.vertical: ScrollBar {}

            PlainText {
                anchors.centerIn: parent
                visible: list.count === 0
                text: qsTr("Nothing that fits")
                color: Theme.muted
                font.pixelSize: 12
            }

            delegate: Rectangle {
                id: choice

                required property int index
                required property var modelData

                width: ListView.view.width
                height: 32
                radius: 6
                color: ListView.isCurrentItem ? Theme.accentSoft : "transparent"
                Accessible.role: Accessible.ListItem
                Accessible.name: modelData.title

                RowLayout {
                    anchors.fill: parent
                    anchors.leftMargin: 8
                    anchors.rightMargin: 8
                    spacing: 8

                    Icon {
                        visible: choice.modelData.icon !== ""
                        implicitWidth: 16
                        implicitHeight: 16
                        name: choice.modelData.icon
                        color: Theme.muted
                    }
                    PlainText {
                        text: choice.modelData.title
                        color: Theme.text
                        font.pixelSize: 13
                        elide: Text.ElideMiddle
                        Layout.fillWidth: true
                        Layout.minimumWidth: Math.min(90, implicitWidth)
                    }
                    PlainText {
                        text: choice.modelData.detail
                        color: Theme.muted
                        font.pixelSize: 11
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignRight
                        Layout.fillWidth: true
                        Layout.maximumWidth: Math.min(150, Math.ceil(implicitWidth))
                    }
                }
                HoverHandler {
                    onHoveredChanged: {
                        if (hovered)
                            choice.ListView.view.currentIndex = choice.index;
                    }
                }
                TapHandler {
                    onTapped: root.choose(choice.index)
                }
            }
        }
    }
}
