pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Archivolt

// A field over the window, and what is found below it: commands, or things of the design.
Popup {
    id: root

    property alias model: list.model
    property string placeholder
    property string empty  // Said when nothing is found.
    property string nothing  // Said when there is nothing to be found at all.
    signal filtered(string text)
    signal chosen(int row, string name)

    width: Math.min(600, parent.width - 48)
    x: (parent.width - width) / 2
    y: 64
    padding: 0
    modal: true
    focus: true
    enter: null
    exit: null
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    onOpened: {
        field.clear();
        root.filtered("");
        list.currentIndex = 0;
        later.start();
    }

    // A menu that it is opened from gives the focus back once it is closed, which is after it opened.
    Timer {
        id: later

        interval: 0
        onTriggered: field.forceActiveFocus(Qt.PopupFocusReason)
    }
    background: Rectangle {
        radius: 10
        color: Theme.raised
        border.color: Theme.line
    }
    T.Overlay.modal: Scrim {}

    function take() {
        const row = list.currentItem as SearchRow;
        if (!row || !row.isEnabled)
            return;
        const index = list.currentIndex;
        const name = row.name;
        close();
        chosen(index, name);
    }

    contentData: ColumnLayout {
        anchors.fill: parent
        spacing: 0

        SearchField {
            id: field

            placeholderText: root.placeholder
            focus: true
            Layout.fillWidth: true
            Layout.margins: 12
            Layout.bottomMargin: 8
            onTextChanged: {
                root.filtered(text);
                list.currentIndex = 0;
            }
            onAccepted: root.take()
            Keys.onDownPressed: list.currentIndex = Math.min(list.count - 1, list.currentIndex + 1)
            Keys.onUpPressed: list.currentIndex = Math.max(0, list.currentIndex - 1)
            Keys.onEscapePressed: root.close()
        }
        ListView {
            id: list

            clip: true
            cacheBuffer: 0  // As in FormList.
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            bottomMargin: 8
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(contentHeight + 8, root.parent ? root.parent.height - 200 : 400, 440)
            Accessible.role: Accessible.List
            Accessible.name: root.placeholder
            ScrollBar.vertical: ScrollBar {}

            delegate: SearchRow {
                required property int index

                width: ListView.view.width
                current: ListView.isCurrentItem
                onPointed: ListView.view.currentIndex = index
                onChosen: root.take()
            }
        }
        PlainText {
            visible: list.count === 0 && text !== ""
            text: field.text === "" ? root.nothing : root.empty.arg(field.text)
            color: Theme.muted
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 16
        }
    }
}
