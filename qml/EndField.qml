pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// One end of a question: picked on the drawing, or typed.
Rectangle {
    id: root

    required property string caption
    required property string end
    required property string openText
    required property bool picks
    property bool edited: false
    property var offers: []  // The ends that what is typed may mean, set on `offersAsked`.
    signal pickAsked
    signal chosen(string end)
    signal offersAsked(string typed)

    function take(row: int) {
        if (row >= 0 && row < offers.length)
            field.text = offers[row].text;
    }

    implicitHeight: 36
    radius: 7
    color: Theme.surface
    border.width: root.picks ? 2 : 1
    border.color: root.picks ? Theme.accent : Theme.line

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 10
        anchors.rightMargin: 4
        spacing: 8

        PlainText {
            text: root.caption
            color: Theme.muted
            font.pixelSize: 12
            Layout.preferredWidth: 34
        }
        TextField {
            id: field

            text: root.end
            placeholderText: root.openText
            placeholderTextColor: Theme.muted
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.pixelSize: 13
            font.weight: text === "" ? Font.Normal : Font.DemiBold
            leftPadding: 0
            rightPadding: 0
            background: Item {}
            Accessible.name: root.caption
            Accessible.description: qsTr("A logical id, an address or internet; or click it on the drawing")
            onActiveFocusChanged: {
                if (activeFocus)
                    root.pickAsked();
                if (activeFocus && (focusReason === Qt.TabFocusReason || focusReason === Qt.BacktabFocusReason))
                    selectAll();
            }
            onTextEdited: {
                root.edited = true;
                root.offers = [];
                if (text.trim() !== "")
                    root.offersAsked(text);
                list.currentIndex = 0;
            }
            // What stands on top is meant, unless another one is pointed at.
            onAccepted: root.take(list.currentIndex)
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            // Leaving the field asks too: what was typed must not be lost.
            onEditingFinished: {
                if (root.edited)
                    root.chosen(text);
                root.edited = false;
                root.offers = [];
                text = Qt.binding(() => root.end);
            }
            Keys.onEscapePressed: {
                root.edited = false;
                root.offers = [];
                text = Qt.binding(() => root.end);
            }
            Layout.fillWidth: true
        }
        ActionButton {
            iconName: "close"
            quiet: true
            visible: root.end !== ""
            hint: qsTr("Leave this end open")
            onClicked: root.chosen("")
            Layout.preferredWidth: 28
            Layout.preferredHeight: 28
        }
    }

    Popup {
        id: popup

        y: root.height + 4
        width: root.width
        height: Math.min(list.contentHeight, 256) + 12
        padding: 6
        focus: false
        closePolicy: Popup.NoAutoClose
        visible: root.offers.length > 0 && field.activeFocus
        background: Rectangle {
            radius: 8
            color: Theme.raised
            border.color: Theme.line
        }
        contentData: ListView {
            id: list

            anchors.fill: parent
            model: root.offers
            clip: true
            cacheBuffer: 0  // As in FormList.
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What may be meant")
            ScrollBar.vertical: ScrollBar {}

            delegate: EndChoice {
                required property int index

                width: ListView.view.width
                current: ListView.isCurrentItem
                onPointed: ListView.view.currentIndex = index
                onChosen: {
                    root.take(index);
                    field.editingFinished();
                }
            }
        }
    }
}
