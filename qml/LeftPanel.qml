pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// What can be placed, and what there is.
Rectangle {
    id: root

    required property PanelModels models
    property int page: 0  // 0 the palette, 1 the outline.
    signal placeAsked(string part)
    signal dragAsked(string part)
    signal pageAsked(int page)
    signal closeAsked
    signal leaveAsked  // Escape: back to the drawing.
    signal renameAsked

    function search() {
        if (page === 0)
            paletteFilter.forceActiveFocus(Qt.ShortcutFocusReason);
        else
            (outline.make() as OutlinePage).search();
    }

    color: Theme.surface
    Keys.onEscapePressed: root.leaveAsked()
    // What was just added, or chosen in the outline, is named from here too.
    Keys.onPressed: event => {
        event.accepted = event.key === Qt.Key_F2;
        if (event.accepted)
            root.renameAsked();
    }

    Divider {
        z: 1
        anchors {
            right: parent.right
            top: parent.top
            bottom: parent.bottom
        }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.rightMargin: 1
        spacing: 0

        RowLayout {
            spacing: 20
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 8

            PanelTab {
                text: qsTr("Add")
                checked: root.page === 0
                onClicked: root.pageAsked(0)
            }
            PanelTab {
                text: qsTr("Outline")
                checked: root.page === 1
                onClicked: root.pageAsked(1)
            }
            Item {
                Layout.fillWidth: true
            }
            ActionButton {
                iconName: "close"
                quiet: true
                hint: qsTr("Hide this panel (Ctrl+B)")
                onClicked: root.closeAsked()
            }
        }
        Divider {
            Layout.fillWidth: true
        }

        SearchField {
            id: paletteFilter

            visible: root.page === 0
            placeholderText: qsTr("Find something to add")
            onTextChanged: root.models.palette.filter = text
            Layout.fillWidth: true
            Layout.margins: 12
            Layout.bottomMargin: 4
            onMovedOn: {
                parts.currentIndex = Math.max(0, Math.min(parts.currentIndex, parts.count - 1));
                parts.forceActiveFocus(Qt.TabFocusReason);
            }
        }
        PaletteList {
            id: parts

            visible: root.page === 0
            palette: root.models.palette
            Layout.fillWidth: true
            Layout.fillHeight: true
            onPlaceAsked: part => root.placeAsked(part)
            onDragAsked: part => root.dragAsked(part)

            PlainText {
                y: 24
                x: 16
                width: parent.width - 32
                visible: parts.count === 0
                text: qsTr("Nothing to add is called “%1”.").arg(paletteFilter.text)
                color: Theme.muted
                font.pixelSize: 12
                wrapMode: Text.Wrap
            }
        }

        OnDemand {
            id: outline

            page: "OutlinePage.qml"
            given: ({
                    outline: root.models.outline
                })
            wanted: visible
            visible: root.page === 1
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
