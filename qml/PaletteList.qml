pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// What can be placed: drag it onto the drawing, or press Enter to put it where the selection is.
ListView {
    id: root

    required property PaletteModel palette
    readonly property string wanted: palette.filter
    signal placeAsked(string part)
    signal dragAsked(string part)

    model: palette
    clip: true
    cacheBuffer: 0  // As in FormList.
    bottomMargin: 8
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What can be placed")
    Keys.onReturnPressed: placeCurrent()
    Keys.onEnterPressed: placeCurrent()
    ScrollBar.vertical: ScrollBar {}

    // What is found shows from its best on.
    onWantedChanged: {
        currentIndex = 0;
        positionViewAtBeginning();
    }

    function placeCurrent() {
        if (currentItem)
            placeAsked((currentItem as PaletteItem).part);
    }

    delegate: PaletteItem {
        required property int index

        width: ListView.view.width
        current: ListView.isCurrentItem && ListView.view.activeFocus
        onPicked: ListView.view.currentIndex = index
        onPlaceAsked: root.placeAsked(part)
        onDragAsked: root.dragAsked(part)
    }
}
