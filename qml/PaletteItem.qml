import QtQuick
import Archivolt

Item {
    id: root

    required property string part
    required property string label
    required property string detail
    required property string icon
    required property int hue
    required property string heading  // Of the group that begins here.
    required property bool current
    signal picked
    signal placeAsked
    signal dragAsked

    implicitHeight: box.height + box.y
    Accessible.role: Accessible.ListItem
    Accessible.name: label
    Accessible.description: detail !== "" ? detail : part

    PlainText {
        x: 16
        y: 12
        visible: root.heading !== ""
        text: root.heading
        color: Theme.muted
        font.pixelSize: 11
        font.weight: Font.DemiBold
    }
    Rectangle {
        id: box

        x: 8
        y: root.heading === "" ? 0 : 32
        width: root.width - 16
        height: title.lineCount > 1 ? 46 : 32  // A long name is read whole where the panel is narrow.
        radius: 7
        color: area.containsMouse || root.current ? Theme.accentSoft : "transparent"
        border.width: root.current ? 2 : 0
        border.color: Theme.accent
    }
    Icon {
        x: 16
        anchors.verticalCenter: box.verticalCenter
        width: 18
        height: 18
        name: root.icon
        color: Theme.hue(root.hue, Theme.dark)
    }
    PlainText {
        id: title

        anchors {
            left: parent.left
            right: parent.right
            leftMargin: 44
            rightMargin: 16
            verticalCenter: box.verticalCenter
        }
        // The name of a type breaks where its words do.
        text: root.label.replace(/(::|[a-z](?=[A-Z]))/g, "$1\u200B")
        color: Theme.text
        font.pixelSize: 13
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }
    MouseArea {
        id: area

        property point pressedAt
        property bool drags: false

        anchors.fill: box
        hoverEnabled: true
        preventStealing: drags
        onPressed: mouse => {
            pressedAt = Qt.point(mouse.x, mouse.y);
            drags = false;
            root.picked();
        }
        onPositionChanged: mouse => {
            if (!pressed || drags || Math.abs(mouse.x - pressedAt.x) + Math.abs(mouse.y - pressedAt.y) < 8)
                return;
            drags = true;
            root.dragAsked();
        }
        onEntered: drags = false
        onDoubleClicked: root.placeAsked()
    }
    Hint {
        visible: area.containsMouse && !area.pressed && !area.drags
        text: root.detail !== "" ? root.detail : root.part
        beside: true
        x: root.width + 4
        y: box.y
    }
}
