import QtQuick
import QtQuick.Layouts
import Archivolt

Sheet {
    id: root

    heading: qsTr("Archivolt")
    width: Math.min(480, parent.width - 48)

    component Row: PlainText {
        color: Theme.text
        font.pixelSize: 13
        lineHeight: 1.3
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    About {
        id: about
    }
    Row {
        text: qsTr("Version %1. What it knows of AWS's resource types is of %2.").arg(about.version).arg(about.catalogDate)
    }
    Row {
        text: qsTr("It draws, checks and writes AWS architectures on this computer alone: it has no access to the network.")
        color: Theme.muted
    }
    Row {
        text: qsTr("Apache License 2.0. Built with Qt %1 (LGPL), Graphviz (EPL), libyaml, RapidJSON, nlohmann/json, fmt, expected and CLI11; the copyright file of the package has their notices.").arg(about.qtVersion)
        color: Theme.muted
    }
    Row {
        text: qsTr("What is not modelled is listed by “archivolt limits”.")
        color: Theme.muted
    }
}
