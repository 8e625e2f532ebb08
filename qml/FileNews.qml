pragma ComponentBehavior: Bound

import QtQuick
import Archivolt

// What is to be known of files, at the top of the window: work that a crash left, and what happened
// to the open file outside.
Column {
    id: root

    required property FileDesk files

    Repeater {
        model: root.files.recoveries

        NewsStrip {
            id: left

            required property string name
            required property string title
            required detail
            required property bool isDiscarded

            message: (isDiscarded ? qsTr("Unsaved work on %1 goes when this window is closed") : qsTr("Unsaved work on %1 was kept")).arg(title)
            width: root.width

            ActionButton {
                text: qsTr("Discard")
                visible: !left.isDiscarded
                onClicked: root.files.discardRecovery(left.name)
            }
            ActionButton {
                text: qsTr("Undo")
                hint: qsTr("Keep it after all")
                visible: left.isDiscarded
                onClicked: root.files.keepRecovery(left.name)
            }
            ActionButton {
                text: qsTr("Hide")
                visible: left.isDiscarded
                onClicked: root.files.hideRecovery(left.name)
            }
            ActionButton {
                text: qsTr("Recover")
                visible: !left.isDiscarded
                primary: true
                onClicked: root.files.recover(left.name)
            }
        }
    }
    NewsStrip {
        id: changed

        property bool asksAgain: false  // Nothing would give back what reading it again takes.

        visible: root.files.news === "changed"
        grave: true
        message: qsTr("%1 changed on the disk").arg(root.files.ownName)
        detail: asksAgain ? qsTr("reading it again loses your changes for good") : qsTr("and you have changes that are not saved")
        width: root.width
        onVisibleChanged: asksAgain = false

        ActionButton {
            text: qsTr("Compare")
            onClicked: root.files.answer("compare")
        }
        ActionButton {
            text: qsTr("Keep mine")
            onClicked: root.files.answer("keep")
        }
        ActionButton {
            text: qsTr("Read it again…")
            visible: !changed.asksAgain
            onClicked: changed.asksAgain = true
        }
        ActionButton {
            text: qsTr("Lose my changes")
            visible: changed.asksAgain
            onClicked: root.files.answer("take")
        }
    }
    NewsStrip {
        visible: root.files.news === "gone"
        message: qsTr("%1 is no longer there").arg(root.files.ownName)
        detail: qsTr("saving writes it again")
        width: root.width

        ActionButton {
            text: qsTr("Save")
            onClicked: root.files.save()
        }
    }
    NewsStrip {
        visible: root.files.isInUse
        message: qsTr("%1 is open in another window").arg(root.files.ownName)
        detail: qsTr("changes can be saved under another name")
        width: root.width

        ActionButton {
            text: qsTr("Save as…")
            onClicked: root.files.saveAs()
        }
    }
}
