import QtQuick
import Archivolt

ActionButton {
    quiet: true
    text: Theme.dark ? qsTr("Light") : qsTr("Dark")
    hint: Theme.dark ? qsTr("Show light colours") : qsTr("Show dark colours")
    onClicked: Theme.dark = !Theme.dark
}
