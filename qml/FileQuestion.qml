import Archivolt

// A question about files, shown as long as it is asked; Escape is the answer that changes nothing.
Question {
    required property FileDesk files
    required property string about

    // The differences that it offers take its place while they show.
    visible: files.question === about && files.differences === ""
    onRejected: files.answer("cancel")
}
