pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Archivolt

// The keys of all commands.
Item {
    id: root

    required property CommandList commands

    // What is typed in a form counts when its file is saved, closed or left, as if the field were left.
    function settle() {
        for (let item = root.Window.activeFocusItem; item; item = item.parent) {
            const field = item as FormTextField;
            const area = item as FormTextArea;
            if (field)
                field.give();
            if (area)
                area.give();
        }
    }

    Instantiator {
        model: root.commands.commands

        Shortcut {
            required property Command modelData

            sequences: modelData.keys
            enabled: modelData.enabled && modelData.keysHold
            onActivated: {
                if (modelData.group === qsTr("File"))
                    root.settle();
                modelData.run();
            }
        }
    }
}
