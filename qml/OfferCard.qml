import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// Something to begin with: its picture, its name and a sentence.
AbstractButton {
    id: root

    required property string name
    required property string title
    required property string sentence

    implicitWidth: 220
    implicitHeight: implicitContentHeight
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Accessible.name: title
    Accessible.description: sentence

    background: Rectangle {
        radius: 10
        color: root.hovered ? Theme.accentSoft : Theme.surface
        border.width: root.visualFocus ? 2 : 1
        border.color: root.visualFocus || root.hovered ? Theme.accent : Theme.faint
    }
    contentItem: ColumnLayout {
        spacing: 4

        OfferPicture {
            name: root.name
            Layout.fillWidth: true
            Layout.preferredHeight: Math.round(root.width * 0.54)
            Layout.margins: 8
            Layout.bottomMargin: 4
        }
        PlainText {
            text: root.title
            color: Theme.text
            font.pixelSize: 13
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.leftMargin: 12
            Layout.rightMargin: 12
        }
        PlainText {
            text: root.sentence
            color: Theme.muted
            font.pixelSize: 12
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            verticalAlignment: Text.AlignTop
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.leftMargin: 12
            Layout.rightMargin: 12
            Layout.bottomMargin: 12
        }
    }
    Hint {
        text: root.sentence
        visible: root.hovered && root.sentence !== ""
    }
}
