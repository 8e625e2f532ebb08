import QtQuick
import Archivolt

// The colour of a verdict: `pass`, `stop` or `warn`.
Rectangle {
    required property string tone

    implicitWidth: 8
    implicitHeight: 8
    radius: 4
    color: tone === "pass" ? Theme.pass : tone === "stop" ? Theme.stop : tone === "warn" ? Theme.warn : Theme.muted
}
