import QtQuick
import QtQuick.Templates as T

// What is made when it is first wanted, and stays from then on: a page by its file, so that the start reads
// not even its types.
Loader {
    id: root

    property bool wanted: false
    property bool isReady: false  // The page and what it is given are known.
    property url page
    property var given: ({})  // The properties of the page.

    function make(): QtObject {
        if (status === Loader.Null)
            setSource(page, given);
        return item;
    }
    function open() {
        (make() as T.Popup).open();
    }
    function look() {
        if (wanted && isReady)
            make();
    }

    onWantedChanged: look()
    Component.onCompleted: {
        isReady = true;
        look();
    }
}
