#!/usr/bin/env bash
# Qt 6.4.2 (PyPI, PySide6-Essentials 6.4.2; the Qt of Debian 12), Qt Quick: a Loader in a file that binds its components.
#
# In a QML file with `pragma ComponentBehavior: Bound`, a Loader whose `sourceComponent` is written in place never
# makes its item: a warning "Cannot instantiate bound component outside its creation context" at run time, and
# `item` stays null. A Repeater's delegate in the same file is made. Qt 6.5.3 makes both.
#
# Why a good guess is wrong: the pragma asks that a component be made in the context that it was written in, which is
# where this Loader stands; qmllint recommends the pragma, and says nothing of the Loader.
#
# Seen (2026-11-29): 6.4.2: loader null, repeater made; 6.5.3: both made.
#
# Consequence here: what is made later is a file of its own (`setSource`), never a component in place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/Bound.qml" <<'QML'
pragma ComponentBehavior: Bound
import QtQuick

Item {
    property bool loads
    property bool repeats

    Component.onCompleted: {
        loads = loader.item !== null;
        repeats = repeater.itemAt(0) !== null;
    }

    Loader {
        id: loader
        sourceComponent: Rectangle {}
    }
    Repeater {
        id: repeater
        model: 1
        delegate: Rectangle {}
    }
}
QML
cat >"$folder/make.py" <<'PYTHON'
import sys
from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

application = QGuiApplication(sys.argv)
engine = QQmlEngine()
component = QQmlComponent(engine, QUrl.fromLocalFile(sys.argv[1]))
made = component.create()
print(qVersion(), "loader", made.property("loads"), "repeater", made.property("repeats"))
PYTHON
made_by() {
    python3 -m venv "$folder/$1"
    "$folder/$1/bin/pip" install -q --disable-pip-version-check "PySide6-Essentials==$1"
    QT_QPA_PLATFORM=offscreen "$folder/$1/bin/python" "$folder/make.py" "$folder/Bound.qml" 2>/dev/null
}
old=$(made_by 6.4.2)
new=$(made_by 6.5.3)
echo "$old"
echo "$new"
[ "$old" = "6.4.2 loader False repeater True" ] && [ "$new" = "6.5.3 loader True repeater True" ]
