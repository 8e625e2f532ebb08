import QtQuick
import QtQuick.Layouts
import Archivolt

// One value of a form: its name, its editor, what it comes to, and what is wrong with it.
Item {
    id: root

    required property FormRow row
    readonly property string kind: {
        if (/^(told|tag|switch)$/.test(row.editor))
            return row.editor;
        return /^(code|lines)$/.test(row.editor) || row.text.includes("\n") ? "area" : "line";
    }
    readonly property bool isShown: hover.hovered || clear.activeFocus || go.activeFocus

    function load() {
        const files = {
            told: "FormTold.qml",
            tag: "FormTag.qml",
            switch: "FormSwitch.qml",
            area: "FormArea.qml",
            line: "FormLine.qml"
        };
        editor.setSource(files[kind], {
            row: row
        });
    }

    implicitHeight: column.implicitHeight + 10
    onKindChanged: {
        if (editor.status !== Loader.Null)
            load();
    }
    Accessible.role: Accessible.Grouping
    Accessible.name: row.title
    Accessible.description: row.hint

    HoverHandler {
        id: hover
    }

    ColumnLayout {
        id: column

        x: 16 + 12 * Math.min(root.row.depth, 5)
        y: 4
        width: parent.width - x - 16
        spacing: 3

        RowLayout {
            spacing: 6
            visible: root.row.title !== ""
            Layout.preferredHeight: 18

            FormKeyField {
                visible: root.row.renamable
                row: root.row
                Layout.fillWidth: true
            }
            PlainText {
                visible: !root.row.renamable
                text: root.row.title
                color: Theme.muted
                font.pixelSize: 12
                elide: Text.ElideRight
                Layout.fillWidth: true

                HoverHandler {
                    id: labelHover
                }
                Hint {
                    before: true
                    text: root.row.hint
                    visible: text !== "" && labelHover.hovered
                }
            }
            IconButton {
                id: go

                visible: root.row.follows && root.isShown
                iconName: "external"
                hint: qsTr("Go to it")
                implicitHeight: 18
                onClicked: root.row.form.follow(root.row.key)
            }
            FormItemTools {
                row: root.row
                visible: root.row.movable && root.isShown
            }
            IconButton {
                id: clear

                visible: root.row.removable && root.isShown
                iconName: "close"
                hint: qsTr("Take it away")
                implicitHeight: 18
                onClicked: root.row.form.remove(root.row.key)
            }
        }

        Loader {
            id: editor

            Component.onCompleted: root.load()
            Layout.fillWidth: true
        }

        FormOrigin {
            row: root.row
            Layout.fillWidth: true
        }

        FormProblem {
            says: root.row.refusal
            help: ""
            tone: "stop"
            Layout.fillWidth: true
        }
        FormProblem {
            says: root.row.problem
            help: root.row.problemHelp
            tone: root.row.problemTone
            fixLabel: root.row.fixLabel
            onFixAsked: root.row.form.fix(root.row.key)
            Layout.fillWidth: true
        }
    }
}
