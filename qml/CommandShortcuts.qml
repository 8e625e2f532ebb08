pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Archivolt

// The keys of all commands.
Item {
    id: root

    required property CommandList commands

    Instantiator {
        model: root.commands.commands

        Shortcut {
            required property Command modelData

            sequences: modelData.keys
            enabled: modelData.enabled && modelData.keysHold
            onActivated: modelData.perform()
        }
    }
    UndoKeys {
        window: root.Window.window
    }
}
