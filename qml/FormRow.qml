import QtQuick
import Archivolt

// One row of a form, as its editor wants it. The list gives the keyboard to its present row, which
// gives it to what is edited in it.
FocusScope {
    id: root

    required property FormModel form
    required property string key
    required property string editor
    required property string title
    required property string text
    required property string hint
    required property string iconName
    required property string written
    required property string comesTo
    required property bool comesToUnknown
    required property string fallback
    required property string parameter
    required property bool isRequired
    required property bool removable
    required property string adds
    required property bool hasChoices
    required property bool follows
    required property bool isOpen
    required property bool movable
    required property int depth
    required property int below
    required property string problem
    required property string problemHelp
    required property string problemTone
    required property string refusal
    required property bool renamable
    required property string fixLabel
    required property string tagName
    required property bool opens
    required property bool isLast
    signal choicesAsked(Item by)
    signal propertyAsked(Item by)
    signal focused

    readonly property string placeholder: {
        if (written === "mixed")
            return qsTr("Different values");
        if (fallback !== "")
            return qsTr("%1 by default").arg(fallback);
        return isRequired ? qsTr("Required") : qsTr("Not set");
    }
    readonly property string kind: editor === "section" ? "FormSection.qml" : /^(object|list|resource)$/.test(editor) ? "FormEntry.qml" : "FormValue.qml"

    function begin() {
        loader.nextItemInFocusChain(true).forceActiveFocus(Qt.OtherFocusReason);
    }
    function load() {
        loader.setSource(kind, {
            row: root
        });
    }

    // Whatever its editor: the list keeps, and brings into view, what is being edited.
    onActiveFocusChanged: {
        if (activeFocus)
            focused();
    }

    // The rule of the next section stands as far below a field as one field below another.
    implicitHeight: loader.implicitHeight + (isLast ? 6 : 0)
    // What is known from the start is made once, when all of it is known.
    onKindChanged: {
        if (loader.status !== Loader.Null)
            load();
    }

    Loader {
        id: loader

        width: parent.width
        Component.onCompleted: root.load()
    }
}
