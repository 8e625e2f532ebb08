import Archivolt

// A question about files, shown as long as it is asked; Escape is the answer that changes nothing.
Question {
    required property FileDesk files
    required property string about

    visible: files.question === about
    onRejected: files.answer("cancel")
}
