import QtQuick

// Text as it is: the names and messages of a template are never read as HTML, which could load
// pictures. Everything in the window that shows text is one of these; tests/tidy holds it.
Text {
    textFormat: Text.PlainText
}
