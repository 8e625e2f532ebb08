pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// Promises that hold now and are worth making.
ColumnLayout {
    id: root

    required property PromisesModel promises

    spacing: 0

    PlainText {
        visible: root.promises.suggestions.count > 0
        text: qsTr("Holds now, and worth promising")
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
        Layout.leftMargin: 16
        Layout.topMargin: 10
        Layout.bottomMargin: 4
    }
    // As the problems of Inspector.
    Column {
        id: offered

        visible: offeredRows.count > 0
        Layout.fillWidth: true

        Repeater {
            id: offeredRows

            model: root.promises.suggestions

            RowLayout {
                id: row

                required property int index
                required property string sentence

                spacing: 10
                width: offered.width - 28
                x: 16
                height: 32

                VerdictDot {
                    tone: ""
                }
                PlainText {
                    text: row.sentence
                    color: Theme.text
                    font.pixelSize: 13
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
                ActionButton {
                    text: qsTr("Promise")
                    hint: qsTr("Keep this with the design")
                    implicitHeight: 26
                    onClicked: root.promises.keepSuggested(row.index)
                }
            }
        }
    }
    PlainText {
        visible: root.promises.rows.count === 0 && root.promises.suggestions.count === 0 && !root.promises.isSuggesting
        text: qsTr("A promise says what shall hold of the network; it is checked after every edit, here and by archivolt check.")
        color: Theme.muted
        font.pixelSize: 13
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
        Layout.margins: 24
    }
}
