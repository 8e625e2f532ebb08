import Archivolt

// An answer to a question about files.
ActionButton {
    required property FileDesk files
    required property string gives

    onClicked: files.answer(gives)
}
