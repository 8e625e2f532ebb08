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
    signal pickAsked
    signal chosen(string end)

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
            }
            onTextEdited: root.edited = true
            // Leaving the field asks too: what was typed must not be lost.
            onEditingFinished: {
                if (root.edited)
                    root.chosen(text);
                root.edited = false;
                text = Qt.binding(() => root.end);
            }
            Keys.onEscapePressed: {
                root.edited = false;
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
}
