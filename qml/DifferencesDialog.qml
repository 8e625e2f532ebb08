import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// How the design differs from what its file holds by now.
Question {
    id: root

    required property FileDesk files

    visible: files.differences !== ""
    width: Math.min(760, parent.width - 48)
    heading: qsTr("From %1 on the disk to what is open here").arg(files.ownName)
    onRejected: files.hideDifferences()
    onOpened: done.forceActiveFocus()

    body: ScrollView {
        implicitHeight: Math.min(360, text.implicitHeight)
        clip: true
        Layout.fillWidth: true
        background: Rectangle {
            radius: 7
            color: Theme.window
            border.color: Theme.line
        }

        PlainText {
            id: text

            readonly property bool isList: root.files.differences.includes("\n")  // Else a sentence.

            text: root.files.differences
            color: Theme.text
            font.pixelSize: isList ? 12 : 13
            lineHeight: 1.3
            padding: 12
            width: root.availableWidth
            wrapMode: Text.Wrap

            Binding on font.family {
                when: text.isList
                value: Theme.monoFamily
            }
        }
    }

    Item {
        Layout.fillWidth: true
    }
    ActionButton {
        id: done

        text: qsTr("Done")
        primary: true
        onClicked: root.files.hideDifferences()
    }
}
