import QtQuick
import QtQuick.Layouts
import Archivolt

// What is asked about files before anything happens to them.
Item {
    id: root

    required property FileDesk files

    anchors.fill: parent

    FileQuestion {
        files: root.files
        about: "unsaved"
        heading: root.files.isEdited ? qsTr("Save the changes to %1?").arg(root.files.ownName) : qsTr("Give up what was typed in %1?").arg(root.files.ownName)
        detail: root.files.hasDraft ? qsTr("What was typed as its template can't be read as one yet: no file can take it, and it is lost either way.") : root.files.wish === "quit" ? qsTr("They are lost otherwise when Archivolt ends.") : qsTr("They are lost otherwise.")
        onOpened: root.files.hasDraft ? goOn.forceActiveFocus() : saveChanges.forceActiveFocus()

        FileAnswer {
            files: root.files
            text: qsTr("Discard")
            gives: "discard"
        }
        Item {
            Layout.fillWidth: true
        }
        FileAnswer {
            files: root.files
            id: goOn

            text: qsTr("Cancel")
            primary: root.files.hasDraft
            gives: "cancel"
        }
        FileAnswer {
            files: root.files
            id: saveChanges

            visible: root.files.isEdited
            text: qsTr("Save")
            primary: !root.files.hasDraft
            gives: "save"
        }
    }
    FileQuestion {
        files: root.files
        about: "overwrite"
        heading: qsTr("Replace %1?").arg(root.files.subject)
        detail: root.files.subjectIsReadOnly ? qsTr("There is a file of this name in %1, and it is marked read-only. What it holds would be lost.").arg(root.files.subjectFolder) : qsTr("There is a file of this name in %1. What it holds would be lost.").arg(root.files.subjectFolder)
        onOpened: otherName.forceActiveFocus()

        FileAnswer {
            files: root.files
            text: qsTr("Replace")
            gives: "overwrite"
        }
        Item {
            Layout.fillWidth: true
        }
        FileAnswer {
            files: root.files
            id: otherName

            text: qsTr("Choose another name")
            primary: true
            gives: "cancel"
        }
    }
    FileQuestion {
        files: root.files
        about: "conflict"
        width: Math.min(540, parent.width - 48)
        heading: qsTr("%1 changed on the disk").arg(root.files.ownName)
        detail: qsTr("Another program wrote to it since it was opened here. Saving would lose what it wrote; reading it again would lose your changes.")
        onOpened: compareFiles.forceActiveFocus()

        FileAnswer {
            files: root.files
            text: qsTr("Save mine")
            gives: "keep"
        }
        FileAnswer {
            files: root.files
            text: qsTr("Read it again")
            gives: "take"
        }
        Item {
            Layout.fillWidth: true
        }
        FileAnswer {
            files: root.files
            text: qsTr("Cancel")
            gives: "cancel"
        }
        FileAnswer {
            files: root.files
            id: compareFiles

            text: qsTr("Compare")
            primary: true
            gives: "compare"
        }
    }
    FileQuestion {
        files: root.files
        about: "read-only"
        heading: qsTr("%1 is read-only").arg(root.files.ownName)
        detail: qsTr("Somebody marked it so. Saving under another name leaves it as it is.")
        onOpened: saveElsewhere.forceActiveFocus()

        FileAnswer {
            files: root.files
            text: qsTr("Replace it anyway")
            gives: "overwrite"
        }
        Item {
            Layout.fillWidth: true
        }
        FileAnswer {
            files: root.files
            text: qsTr("Cancel")
            gives: "cancel"
        }
        FileAnswer {
            files: root.files
            id: saveElsewhere

            text: qsTr("Save as…")
            primary: true
            gives: "save-as"
        }
    }
    FileQuestion {
        files: root.files
        about: "in-use"
        heading: qsTr("%1 is open elsewhere").arg(root.files.subject)
        detail: qsTr("Another tab or window has it, and the two would undo each other's changes. Close it there and save again, or save under another name.")
        onOpened: elsewhere.forceActiveFocus()

        Item {
            Layout.fillWidth: true
        }
        FileAnswer {
            files: root.files
            text: qsTr("Cancel")
            gives: "cancel"
        }
        FileAnswer {
            files: root.files
            id: elsewhere

            text: qsTr("Save as…")
            primary: true
            gives: "save-as"
        }
    }
}
