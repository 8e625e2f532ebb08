import QtQuick
import Archivolt

Rectangle {
    implicitWidth: 1
    implicitHeight: 1
    color: Theme.line
}
