import QtQuick
import QtQuick.Layouts
import Archivolt

// What an expression comes to, and the parameter that decides it, which can be changed here.
ColumnLayout {
    id: root

    required property FormRow row
    property bool isChanging: false

    spacing: 3
    visible: row.comesTo !== "" || row.parameter !== ""

    GridLayout {
        // A long sentence has the line to itself.
        columns: root.row.comesTo.length > 24 ? 1 : 2
        columnSpacing: 8
        rowSpacing: 2

        WholeText {
            text: root.row.comesToUnknown ? qsTr("Unknown: %1").arg(root.row.comesTo) : "= " + root.row.comesTo
            visible: root.row.comesTo !== ""
            color: root.row.comesToUnknown ? Theme.warn : Theme.muted
            font.pixelSize: 11
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        LinkText {
            text: qsTr("Change the parameter")
            visible: root.row.parameter !== "" && !root.isChanging
            onClicked: root.isChanging = true
        }
    }
    RowLayout {
        visible: root.isChanging
        spacing: 6

        WholeText {
            text: root.row.parameter
            color: Theme.muted
            font.pixelSize: 12
            elide: Text.ElideMiddle
            Layout.fillWidth: true
            Layout.preferredWidth: 80
        }
        FormTextField {
            value: root.row.comesToUnknown ? "" : root.row.comesTo
            placeholderText: qsTr("Value")
            onTaken: text => root.row.form.commitParameter(root.row.parameter, text)
            onVisibleChanged: {
                if (visible)
                    forceActiveFocus();
            }
            Layout.fillWidth: true
            Layout.preferredWidth: 120
        }
    }
}
