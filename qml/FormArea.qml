import QtQuick
import Archivolt

// The editor of a value of several lines.
FormTextArea {
    required property FormRow row

    value: row.text
    isWrong: row.refusal !== "" || row.problemTone === "stop"
    placeholder: row.placeholder
    name: row.title
    onTaken: text => row.form.commit(row.key, text)
    onFocused: row.focused()
}
