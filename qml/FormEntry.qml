import QtQuick
import QtQuick.Layouts
import Archivolt

// A line that opens: an object, a list, an item of one, a resource that belongs here.
Item {
    id: root

    required property FormRow row
    readonly property bool lacks: !row.opens && row.adds !== ""  // It has nothing, and can have something.
    readonly property bool shown: hover.hovered || activeFocus || tools.activeFocus
    // What a resource is called stands below what it says where both have no room in a line.
    readonly property bool isTall: row.editor === "resource" && told.text !== "" && told.implicitWidth > told.room
    readonly property real lineHeight: isTall ? 46 : 32

    function act() {
        if (row.opens)
            row.form.toggle(row.key);
        else if (row.adds !== "")
            addTo();
        else
            row.form.follow(row.key);
    }
    function addTo() {
        if (row.adds === "property")
            row.propertyAsked(root);
        else
            row.form.add(row.key);
    }

    implicitHeight: lineHeight + (problem.visible ? problem.implicitHeight + 6 : 0)
    activeFocusOnTab: true
    Accessible.role: Accessible.ListItem
    Accessible.name: row.title + (row.text === "" ? "" : ": " + row.text)
    Accessible.description: row.problem
    Keys.onReturnPressed: act()
    Keys.onEnterPressed: act()
    Keys.onDeletePressed: {
        if (row.removable)
            row.form.remove(row.key);
    }

    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: root.act()
    }
    Rectangle {
        x: 8
        width: parent.width - 16
        height: root.lineHeight
        radius: 6
        color: hover.hovered ? Theme.window : "transparent"
        border.width: root.activeFocus ? 2 : 0
        border.color: Theme.accent
    }

    RowLayout {
        id: line

        x: 12 + 12 * Math.min(root.row.depth, 5)
        width: parent.width - x - 16
        height: root.lineHeight
        spacing: 6

        Icon {
            implicitWidth: 14
            implicitHeight: 14
            name: root.row.isOpen ? "chevron-down" : "chevron-right"
            color: Theme.muted
            opacity: root.row.opens ? 1 : 0
        }
        Icon {
            visible: root.row.iconName !== ""
            implicitWidth: 16
            implicitHeight: 16
            name: root.row.iconName
            color: Theme.muted
        }
        FormKeyField {
            visible: root.row.renamable
            row: root.row
            Layout.fillWidth: true
        }
        ColumnLayout {
            visible: !root.row.renamable
            spacing: 1
            Layout.fillWidth: true

            PlainText {
                id: label

                text: root.row.title
                color: Theme.text
                font.pixelSize: 12
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            PlainText {
                visible: root.isTall
                text: root.row.text
                color: Theme.muted
                font.pixelSize: 11
                elide: / · |, /.test(text) ? Text.ElideRight : Text.ElideMiddle
                Layout.fillWidth: true
            }
        }
        PlainText {
            id: told

            readonly property real room: root.row.editor === "resource" ? line.width - label.implicitWidth - 64 : root.width * 0.36

            text: root.row.text
            visible: text !== "" && !root.shown && !root.isTall
            color: Theme.muted
            font.pixelSize: 11
            horizontalAlignment: Text.AlignRight
            // Of a list of values the first tell most; a name or an address has two ends.
            elide: / · |, /.test(text) ? Text.ElideRight : Text.ElideMiddle
            Layout.maximumWidth: Math.max(0, room)
        }
        Icon {
            visible: root.row.problemTone !== ""
            implicitWidth: 14
            implicitHeight: 14
            name: "warning"
            color: root.row.problemTone === "stop" ? Theme.stop : Theme.warn
        }
        Row {
            id: tools

            visible: root.shown || root.lacks

            FormItemTools {
                row: root.row
                visible: root.row.movable
                anchors.verticalCenter: parent.verticalCenter
            }
            IconButton {
                visible: root.row.adds !== ""
                iconName: "plus"
                hint: root.row.adds === "property" ? qsTr("Add a property") : root.row.adds === "entry" ? qsTr("Add an entry") : qsTr("Add an item")
                onClicked: root.addTo()
            }
            IconButton {
                visible: root.row.editor === "resource"
                iconName: "external"
                hint: qsTr("Go to it")
                onClicked: root.row.form.follow(root.row.key)
            }
            IconButton {
                visible: root.row.removable && root.shown
                iconName: "close"
                hint: root.row.editor === "resource" ? qsTr("Remove this resource") : qsTr("Remove")
                onClicked: root.row.form.remove(root.row.key)
            }
        }
    }

    FormProblem {
        id: problem

        x: line.x + 20
        y: root.lineHeight + 1
        width: parent.width - x - 16
        visible: root.row.isOpen && says !== ""
        says: root.row.problem
        help: root.row.problemHelp
        tone: root.row.problemTone
        fixLabel: root.row.fixLabel
        onFixAsked: root.row.form.fix(root.row.key)
    }

    Hint {
        before: true
        text: label.text + (told.text === "" ? "" : "\n" + told.text) + (root.row.problem === "" ? "" : "\n" + root.row.problem)
        visible: hover.hovered && !tools.activeFocus && (root.row.problem !== "" || label.truncated || told.text !== "" && !root.isTall && told.implicitWidth > told.room)
    }
}
