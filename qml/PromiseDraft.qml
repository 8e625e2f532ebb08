import QtQuick
import QtQuick.Layouts
import Archivolt

// A promise whose ends are clicked on the drawing; what is to hold between them keeps it.
RowLayout {
    id: root

    required property ReachMode reach
    readonly property bool hasEnds: reach.from !== "" && reach.to !== "" && reach.portProblem === ""
    readonly property string traffic: reach.protocol === "" && reach.port === "" ? qsTr("on any traffic") : qsTr("on %1").arg((reach.protocol + " " + reach.port).trim())

    spacing: 8

    Shortcut {
        sequences: ["Escape"]
        enabled: root.visible
        onActivated: root.reach.giveUpPromise()
    }
    ChoiceButton {
        text: root.reach.from !== "" ? root.reach.from : qsTr("Click who reaches")
        checked: root.reach.picksFrom
        implicitHeight: 32
        Accessible.description: qsTr("The end that the packets come from")
        onClicked: root.reach.picksFrom = true
        Layout.maximumWidth: 220
    }
    ActionButton {
        text: qsTr("never reaches")
        enabled: root.hasEnds
        onClicked: root.reach.keepPromise("never")
    }
    ActionButton {
        text: qsTr("always reaches")
        enabled: root.hasEnds
        onClicked: root.reach.keepPromise("reachable")
    }
    ActionButton {
        text: qsTr("alone reaches")
        enabled: root.hasEnds
        onClicked: root.reach.keepPromise("only-from")
    }
    ChoiceButton {
        text: root.reach.to !== "" ? root.reach.to : qsTr("Click what is reached")
        checked: !root.reach.picksFrom
        implicitHeight: 32
        Accessible.description: qsTr("The end that the packets go to")
        onClicked: root.reach.picksFrom = false
        Layout.maximumWidth: 220
    }
    PlainText {
        text: root.traffic
        color: Theme.muted
        font.pixelSize: 12
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
    ActionButton {
        iconName: "close"
        quiet: true
        hint: qsTr("Make no promise")
        onClicked: root.reach.giveUpPromise()
    }
}
