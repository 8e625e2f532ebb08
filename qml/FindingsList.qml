pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

ListView {
    id: root

    required property FindingsModel findings
    signal chosen(int row)

    model: findings
    clip: true
    cacheBuffer: 0  // As in FormList.
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Problems")
    Keys.onReturnPressed: chosen(currentIndex)
    Keys.onEnterPressed: chosen(currentIndex)
    ScrollBar.vertical: ScrollBar {}

    delegate: FindingRow {
        required property int index

        width: ListView.view.width
        current: ListView.isCurrentItem && ListView.view.activeFocus
        onChosen: {
            ListView.view.currentIndex = index;
            root.chosen(index);
        }
    }
}
