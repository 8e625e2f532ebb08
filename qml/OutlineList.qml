pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// The whole design as a tree: the arrows walk it, Enter shows on the drawing what is current.
ListView {
    id: root

    required property OutlineModel outline

    model: outline
    clip: true
    cacheBuffer: 0  // As in FormList.
    bottomMargin: 8
    activeFocusOnTab: true
    keyNavigationEnabled: false
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    Accessible.role: Accessible.Tree
    Accessible.name: qsTr("Outline")
    ScrollBar.vertical: ScrollBar {}

    function walk(row) {
        if (row < 0 || row >= count)
            return;
        currentIndex = row;
        outline.choose(row);
    }

    Keys.onUpPressed: walk(currentIndex - 1)
    Keys.onDownPressed: walk(currentIndex + 1)
    Keys.onLeftPressed: {
        const item = currentItem as OutlineItem;
        if (item && item.hasChildren && item.isOpen)
            outline.setOpen(currentIndex, false);
        else
            walk(outline.parentOf(currentIndex));
    }
    Keys.onRightPressed: {
        const item = currentItem as OutlineItem;
        if (item && item.hasChildren && !item.isOpen)
            outline.setOpen(currentIndex, true);
        else if (item && item.hasChildren)
            walk(currentIndex + 1);
    }
    Keys.onReturnPressed: outline.reveal(currentIndex)
    Keys.onEnterPressed: outline.reveal(currentIndex)
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Home)
            walk(0);
        else if (event.key === Qt.Key_End)
            walk(count - 1);
        else
            return;
        event.accepted = true;
    }

    readonly property int selectedRow: outline.currentRow

    onSelectedRowChanged: {
        if (selectedRow < 0)
            return;
        currentIndex = selectedRow;
        positionViewAtIndex(currentIndex, ListView.Contain);
    }

    delegate: OutlineItem {
        required property int index

        width: ListView.view.width
        current: ListView.isCurrentItem && ListView.view.activeFocus
        onChosen: adds => {
            ListView.view.currentIndex = index;
            ListView.view.forceActiveFocus(Qt.MouseFocusReason);
            root.outline.choose(index, adds);
        }
        onRevealAsked: root.outline.reveal(index)
        onTurned: root.outline.setOpen(index, !isOpen)
    }
}
