import QtQuick
import Archivolt

// What lies over the window while a question is asked.
Rectangle {
    color: Theme.dark ? "#99000000" : "#661A2230"
}
