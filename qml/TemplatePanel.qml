pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Archivolt

// The text of a stack: live, in step with the selection, and to be edited.
ColumnLayout {
    id: root

    required property Document document

    spacing: 0

    TemplateModel {
        id: template

        document: root.document
        area: area.textDocument
        dark: Theme.dark
        onShown: later.restart()
        // The cursor is left behind what was put in, and the text would begin with its end.
        onReplaced: {
            area.cursorPosition = 0;
            flick.contentY = 0;
        }
    }

    RowLayout {
        visible: template.stacks.length > 1 || notice.text !== "" || template.isDraft
        spacing: 8
        Layout.fillWidth: true
        Layout.preferredHeight: 36
        Layout.leftMargin: 16
        Layout.rightMargin: 8

        // As the problems of Inspector.
        Row {
            spacing: 8
            visible: template.stacks.length > 1

            Repeater {
                model: template.stacks.length > 1 ? template.stacks : []

                ChoiceButton {
                    required property int index
                    required property string modelData

                    text: modelData
                    checked: template.stack === index
                    onClicked: template.stack = index
                }
            }
        }
        PlainText {
            id: notice

            text: template.lockedWhy !== "" ? template.lockedWhy : template.note
            color: template.lockedWhy !== "" ? Theme.muted : Theme.stop
            font.pixelSize: 12
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        PlainText {
            text: qsTr("Not taken up: the design is as it was.")
            visible: template.note !== "" && !template.isConflict
            color: Theme.muted
            font.pixelSize: 12
        }
        ActionButton {
            text: qsTr("Take the text")
            hint: qsTr("Make the design what this text says; the other change is lost")
            visible: template.isConflict
            quiet: true
            onClicked: template.applyOver()
        }
        ActionButton {
            text: qsTr("Discard")
            hint: qsTr("Give the text back as the design has it")
            visible: template.note !== ""
            quiet: true
            onClicked: template.discard()
        }
    }

    Item {
        clip: true
        Layout.fillWidth: true
        Layout.fillHeight: true

        TemplateMargin {
            id: margin

            width: 56
            height: parent.height
            model: template
            dark: Theme.dark
            lines: area.lineCount
            lineHeight: area.lineHeight
            offset: area.topPadding - flick.contentY

            HoverHandler {
                id: marginHover
            }
            Hint {
                text: marginHover.hovered ? template.markAt(margin.lineAt(marginHover.point.position.y)) : ""
                visible: text !== ""
            }
        }

        Flickable {
            id: flick

            objectName: "templateText"
            anchors.fill: parent
            anchors.leftMargin: margin.width
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}
            ScrollBar.horizontal: ScrollBar {}

            TextArea.flickable: PlainTextArea {
                id: area

                readonly property real lineHeight: contentHeight / Math.max(1, lineCount)

                function bringIntoView(line: int) {
                    const y = line < 1 ? 0 : topPadding + line * lineHeight - flick.height / 4;
                    flick.contentX = 0;
                    flick.contentY = Math.max(0, Math.min(y, flick.contentHeight - flick.height));
                }
                function isControl(event: var, key: int): bool {
                    return event.key === key && (event.modifiers & Qt.ControlModifier);
                }
                // The design's history is the text's as well.
                function act(event: var): bool {
                    const isShift = event.modifiers & Qt.ShiftModifier;
                    const isHistory = isControl(event, Qt.Key_Z) || isControl(event, Qt.Key_Y);
                    if (isHistory)
                        move(isShift || event.key === Qt.Key_Y);
                    return isHistory;
                }
                function breakLine() {
                    if (readOnly)
                        return;
                    remove(selectionStart, selectionEnd);
                    insert(cursorPosition, template.lineBreakAt(cursorPosition));
                }
                function move(forward: bool) {
                    if (forward)
                        template.redo();
                    else
                        template.undo();
                }

                readOnly: template.lockedWhy !== ""
                wrapMode: TextEdit.NoWrap
                selectByMouse: true
                persistentSelection: true
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.monoFamily
                font.pixelSize: 12
                leftPadding: 8
                topPadding: 8
                bottomPadding: 8
                tabStopDistance: 16
                background: null
                Accessible.name: qsTr("Template")
                Keys.priority: Keys.BeforeItem
                // A letter asks what could stand there; so does taking one back while the list shows.
                Keys.onPressed: event => {
                    event.accepted = act(event);
                    const isLetter = event.text > " " && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier));
                    if (isLetter && event.key !== Qt.Key_Delete || quiet.opened && event.key === Qt.Key_Backspace)
                        asks.restart();
                }
                Keys.onSpacePressed: event => {
                    event.accepted = isControl(event, Qt.Key_Space);
                    if (event.accepted)
                        completion.begin();
                }
                Keys.onReturnPressed: quiet.isGoneTo && quiet.take() || breakLine()
                Keys.onEnterPressed: quiet.isGoneTo && quiet.take() || breakLine()
                Keys.onTabPressed: quiet.take() || insert(cursorPosition, "  ")
                Keys.onUpPressed: event => event.accepted = quiet.go(-1)
                Keys.onDownPressed: event => event.accepted = quiet.go(1)
                Keys.onEscapePressed: quiet.leave() || nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                onActiveFocusChanged: {
                    if (!activeFocus) {
                        quiet.close();
                        template.apply();
                    }
                }
                onCursorPositionChanged: {
                    if (activeFocus)
                        settled.restart();
                    if (!asks.running)
                        quiet.close();
                }

                Rectangle {
                    z: -1
                    y: area.topPadding + template.firstSelected * area.lineHeight
                    width: Math.max(flick.width, area.width)
                    height: (template.lastSelected - template.firstSelected + 1) * area.lineHeight
                    visible: template.firstSelected >= 0
                    color: Theme.accentSoft
                    opacity: 0.6
                }
                Item {
                    id: spot

                    x: area.cursorRectangle.x
                    y: area.cursorRectangle.y
                    width: 1
                    height: area.cursorRectangle.height
                }
            }
        }

        // A text that was just set has no height before the next frame.
        Timer {
            id: later

            interval: 40
            running: true
            onTriggered: area.bringIntoView(template.firstSelected)
        }
        Timer {
            id: settled

            interval: 300
            onTriggered: template.selectAt(area.cursorPosition)
        }

        Timer {
            id: asks

            interval: 120
            onTriggered: quiet.show(area.activeFocus && !completion.opened ? template.quietCompletions(area.cursorPosition) : [])
        }
        QuietChoices {
            id: quiet

            spot: spot
            onChosen: text => template.complete(area.cursorPosition, text)
        }
        ChoicePopup {
            id: completion

            property int at: 0
            property var all: []

            function begin() {
                at = area.cursorPosition;
                all = template.completions(at);
                if (all.length > 0)
                    openAt(spot);
            }

            placeholder: qsTr("What can stand here")
            choices: all.filter(choice => choice.title.toLowerCase().includes(query.toLowerCase()))
            onChosen: text => {
                template.complete(at, text);
                area.forceActiveFocus();
            }
        }
    }
}
