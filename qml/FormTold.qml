import QtQuick
import Archivolt

// A value that is shown and not edited.
PlainText {
    required property FormRow row

    text: row.text
    color: Theme.text
    font.pixelSize: 12
    wrapMode: Text.Wrap
}
