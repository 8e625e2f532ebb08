pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Archivolt

// The figures of a scenario, and keeping them in the project under a name.
ColumnLayout {
    id: root

    required property TrafficMode traffic
    readonly property TrafficWishModel wish: traffic.wish

    spacing: 6
    Component.onCompleted: root.traffic.askTargets()

    PlainText {
        text: qsTr("Load, times what the design is made for")
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
    }
    RowLayout {
        spacing: 4

        Repeater {
            model: [0.5, 1, 2, 5, 10]

            ChoiceButton {
                required property double modelData

                text: modelData + " ×"
                checked: root.wish.load === modelData
                onClicked: root.wish.load = modelData
            }
        }
    }
    FigureField {
        objectName: "trafficRate"
        caption: qsTr("Requests a second")
        figure: root.wish.rate
        usual: qsTr("as made for")
        onEntered: typed => isBad = !root.wish.enterRate(typed)
        Layout.fillWidth: true
    }
    FigureField {
        objectName: "trafficMinutes"
        caption: qsTr("Minutes")
        figure: root.wish.minutes
        onEntered: typed => isBad = !root.wish.enterMinutes(typed)
        Layout.fillWidth: true
    }
    FigureField {
        objectName: "trafficChanges"
        caption: qsTr("Changes among them, %")
        figure: root.wish.changes
        usual: "10"
        onEntered: typed => isBad = !root.wish.enterChanges(typed)
        Layout.fillWidth: true
    }
    PlainText {
        visible: root.wish.zones.length > 1
        text: qsTr("Zone that is down for the middle third")
        color: Theme.muted
        font.pixelSize: 12
        font.weight: Font.Medium
        Layout.topMargin: 2
    }
    Flow {
        visible: root.wish.zones.length > 1
        spacing: 4
        Layout.fillWidth: true

        Repeater {
            model: root.wish.zones.length + 1

            ChoiceButton {
                required property int index
                readonly property string zone: index === 0 ? "" : root.wish.zones[index - 1] ?? ""

                text: zone === "" ? qsTr("None") : zone
                checked: root.wish.zoneDown === zone
                onClicked: root.wish.zoneDown = zone
            }
        }
    }
    TrafficFaults {
        wish: root.wish
        Layout.fillWidth: true
        Layout.topMargin: 2
    }
    PlainText {
        visible: root.wish.hasMore
        text: qsTr("This scenario says more, which is kept and run as it stands.")
        color: Theme.muted
        font.pixelSize: 12
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: 8
        Layout.fillWidth: true
        Layout.topMargin: 4

        RuleField {
            id: name

            objectName: "scenarioName"
            mono: false
            caption: qsTr("A name to keep it under")
            placeholderText: caption
            placeholderTextColor: Theme.muted
            text: root.wish.ownName
            onTextChanged: isBad = false
            onDone: keep.clicked()
            Layout.fillWidth: true
        }
        ActionButton {
            id: keep

            text: qsTr("Keep")
            enabled: root.wish.canKeep && name.text.trim() !== ""
            implicitHeight: 28
            hint: qsTr("Keep these figures in the project under this name")
            onClicked: name.isBad = !root.wish.keep(name.text)
        }
        ActionButton {
            text: qsTr("Remove")
            visible: root.wish.ownName !== ""
            implicitHeight: 28
            hint: qsTr("Take %1 out of the project").arg(root.wish.ownName)
            onClicked: root.wish.removeOwn()
        }
    }
}
