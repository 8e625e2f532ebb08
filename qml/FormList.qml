pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Archivolt

// A form: its rows, and the lists that its fields choose from.
ListView {
    id: root

    required property FormModel form

    function askFor(item: Item) {
        properties.key = "";
        properties.openAt(item);
    }
    function beginAt(key: string) {
        const row = form.rowOf(key);
        if (row < 0)
            return;
        forceLayout();
        positionViewAtIndex(row, ListView.Contain);
        const item = itemAtIndex(row) as FormRow;
        if (item)
            item.begin();
        follow.left = 15;
        follow.restart();
    }

    // What has the keyboard is seen, whatever came or went above it.
    function reveal(item: Item) {
        const top = item.mapToItem(contentItem, 0, 0).y;
        contentY = Math.min(top, Math.max(contentY, top + item.height - height));
    }

    // Another thing is shown from its beginning.
    property string subject

    onSubjectChanged: positionViewAtBeginning()

    objectName: "formList"
    model: form
    clip: true
    bottomMargin: 12
    // What is edited is the current item, which is kept though it is out of sight. Rows beyond are
    // made when they come into view: a list that makes them beforehand loses count when some go.
    cacheBuffer: 0
    highlightFollowsCurrentItem: false
    keyNavigationEnabled: false
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Properties")
    ScrollBar.vertical: ScrollBar {}

    Connections {
        target: root.form

        function onAsked(key: string) {
            later.key = key;
            later.restart();
        }
    }

    // The row comes to be with the next frame.
    Timer {
        id: later

        property string key

        interval: 30
        onTriggered: root.beginAt(key)
    }

    // Rows that were made on the way get their heights frame by frame, and push what is below them
    // out of sight.
    Timer {
        id: follow

        property int left: 0

        interval: 20
        onTriggered: {
            if (root.currentItem && !root.moving)
                root.reveal(root.currentItem);
            left -= 1;
            if (left > 0 && !root.moving)
                restart();
        }
    }

    ChoicePopup {
        id: choices

        property string key

        placeholder: qsTr("Search")
        choices: visible ? root.form.choices(key, query) : []
        onChosen: text => root.form.commit(key, text)
    }
    ChoicePopup {
        id: properties

        property string key

        placeholder: qsTr("Search properties")
        choices: visible ? root.form.absent(key, query) : []
        onChosen: place => root.form.ask(place)
    }

    delegate: FormRow {
        id: row

        required property int index

        width: ListView.view.width
        form: root.form
        onFocused: {
            root.currentIndex = index;
            root.reveal(row);
        }
        onChoicesAsked: by => {
            choices.key = row.key;
            choices.openAt(by);
        }
        onPropertyAsked: by => {
            properties.key = row.key;
            properties.openAt(by);
        }
    }
}
