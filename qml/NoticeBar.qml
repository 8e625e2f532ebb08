import QtQuick
import QtQuick.Layouts
import Archivolt

// What is said of the last thing that was done: it goes when it can have been read, unless the pointer
// rests on it, and can be read again in the messages.
CanvasCard {
    id: root

    required property Document document
    required property ConnectionCheck check

    signal asked

    visible: document.notice !== ""
    width: Math.min(parent.width - 32, row.implicitWidth + 24)
    height: row.implicitHeight + 12
    Accessible.role: Accessible.AlertMessage
    Accessible.name: document.notice

    HoverHandler {
        id: pointer
    }
    Timer {
        id: reading

        objectName: "noticeTime"
        // Read aloud, twelve characters take a second at most.
        interval: 4000 + 80 * root.document.notice.length
        running: root.visible && !pointer.hovered
        onTriggered: root.document.dismissNotice()
    }
    Connections {
        target: root.document

        function onNoticeChanged() {
            if (reading.running)
                reading.restart();
        }
    }
    RowLayout {
        id: row

        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.parent.width - 56)
        spacing: 12

        PlainText {
            text: root.document.notice
            color: Theme.text
            font.pixelSize: 13
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.maximumWidth: 560
        }
        ActionButton {
            objectName: "noticeReach"
            visible: root.check.to !== ""
            text: qsTr("Show in Reach")
            hint: qsTr("Shows the way and all that stops it")
            onClicked: root.asked()
        }
        ActionButton {
            iconName: "close"
            quiet: true
            hint: qsTr("Close this message")
            onClicked: root.document.dismissNotice()
        }
    }
}
