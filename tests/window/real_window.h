#pragma once

#include <QPoint>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QString>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/workspace.h"
#include "tests/window/desktop.h"

namespace archivolt::test {

/// Runs a test with windows in an X server of its own; returns what `main` returns.
///
/// `make` makes the test once there is an application. Where a program is missing, the test fails
/// and says which.
[[nodiscard]] int runInRealWindows(int argc, char** argv,
                                   const std::function<std::unique_ptr<QObject>()>& make);

/// The whole window of this process in that server, driven by keys and clicks that come from
/// outside, and read by what it tells people who can't see it.
class RealWindow {
public:
    /// Opens a file, or the start page where it is empty; `home` is where settings and recovery
    /// copies lie.
    RealWindow(const QString& file, const QString& home);
    ~RealWindow();

    /// Waits until the file is judged and drawn, and the window has the keyboard.
    [[nodiscard]] bool shows();
    /// Waits until there is a change, and it is drawn and judged; false when patience ends.
    [[nodiscard]] bool settles();
    [[nodiscard]] Document& document() const { return *m_workspace->current(); }
    [[nodiscard]] DesignCanvas& canvas() const { return *m_canvas; }
    [[nodiscard]] CanvasModes& modes() const { return *m_modes; }
    [[nodiscard]] QQuickWindow& window() { return *m_window; }
    [[nodiscard]] const Desktop& hands() const { return m_desktop; }

    /// Clicks what shows under this name, waiting until it does; false when it never does.
    [[nodiscard]] bool click(const QString& name);
    /// Points at it.
    [[nodiscard]] bool point(const QString& name);
    /// Clicks the middle of a box of the drawing, known by its key; false where there is none.
    [[nodiscard]] bool clickThing(const char* key);
    void press(const QString& keys) const { press(QStringList{keys}); }
    void press(const QStringList& keys) const;
    void type(const QString& text) const;
    /// Returns whether something with this name shows now.
    [[nodiscard]] bool has(const QString& name) const;
    /// Returns whether all is quiet: nothing is checked or asked.
    [[nodiscard]] bool isSettled() const;
    /// Returns the marks that the mode makes on the drawing now.
    [[nodiscard]] Overlay marks() const;
    /// Returns the text of what has the keyboard.
    [[nodiscard]] QString focusedText() const;

    // Where things of the drawing are on the screen; null points for what is not there.
    [[nodiscard]] QPointF boxAt(const char* key) const;
    /// Returns where a container's name begins.
    [[nodiscard]] QPointF titleAt(const char* key) const;
    /// Returns a point in a container near its lower right corner.
    [[nodiscard]] QPointF freeIn(const char* key) const;
    /// Returns where the handle of a box is, out of which connections are pulled.
    [[nodiscard]] QPointF handleOf(const char* key) const;

    void click(QPointF at) const;
    void drag(QPointF from, QPointF to) const;
    /// Carries the palette's entry of this name there; false where there is none.
    [[nodiscard]] bool carry(const QString& label, QPointF to);
    /// Goes to the palette's entry of this name by key and places it where the selection is.
    [[nodiscard]] bool placeByKey(const QString& label);

    /// Writes the window's picture beside the tests where ARCHIVOLT_PICTURES names a folder.
    void picture(const QString& name);

private:
    [[nodiscard]] bool hasKeyboard();
    [[nodiscard]] QRect placeOf(const QString& name) const;
    [[nodiscard]] BoxIndex boxOf(const char* key) const;

    DiskFiles m_files;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
    DesignCanvas* m_canvas = nullptr;
    CanvasModes* m_modes = nullptr;
    Desktop m_desktop;
    std::uint64_t m_revision = 0;  ///< The last one that was waited for.
};

}  // namespace archivolt::test
