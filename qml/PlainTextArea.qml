import QtQuick
import QtQuick.Controls.Basic

// Text of several lines to be edited, as it is: what PlainText is to text that is shown.
TextArea {
    textFormat: TextEdit.PlainText
}
