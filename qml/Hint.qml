import QtQuick

// What is told beside a thing that is pointed at. The bubble is made when it first shows.
Loader {
    id: root

    property string text
    property bool beside: false  // Stands where it is put, and not above the middle of the thing.
    property bool before: false  // Stands to the left, where what is above is of the same kind.

    visible: false
    onVisibleChanged: {
        if (visible && status === Loader.Null)
            setSource("HintBubble.qml", {
                hint: root
            });
    }
}
