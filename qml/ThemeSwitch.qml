import QtQuick
import Archivolt

ActionButton {
    id: root

    required property CommandList commands

    quiet: true
    text: Theme.dark ? qsTr("Light") : qsTr("Dark")
    hint: Theme.dark ? qsTr("Show light colours") : qsTr("Show dark colours")
    onClicked: root.commands.run("dark")
}
