#pragma once

#include <QPoint>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QString>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
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
    /// Opens a file; `home` is where settings and recovery copies lie.
    RealWindow(const QString& file, const QString& home);

    /// Waits until the file is judged and drawn, and the window has the keyboard.
    [[nodiscard]] bool shows();
    [[nodiscard]] Document& document() const { return *m_document; }
    [[nodiscard]] CanvasModes& modes() const { return *m_modes; }
    [[nodiscard]] QQuickWindow& window() { return *m_window; }
    [[nodiscard]] const Desktop& hands() const { return m_desktop; }

    /// Clicks what shows under this name, waiting until it does; false when it never does.
    [[nodiscard]] bool click(const QString& name);
    /// Points at it.
    [[nodiscard]] bool point(const QString& name);
    /// Clicks the middle of a box of the drawing, known by its key; false where there is none.
    [[nodiscard]] bool clickThing(const char* key);
    void press(const QString& keys) const { m_desktop.press(keys); }
    void type(const QString& text) const { m_desktop.type(text); }
    /// Returns whether something with this name shows now.
    [[nodiscard]] bool has(const QString& name) const;
    /// Returns whether all is quiet: nothing is checked or asked.
    [[nodiscard]] bool isSettled() const;
    /// Returns the marks that the mode makes on the drawing now.
    [[nodiscard]] Overlay marks() const;
    /// Writes the window's picture beside the tests where ARCHIVOLT_PICTURES names a folder.
    void picture(const QString& name);

private:
    DiskFiles m_files;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
    DesignCanvas* m_canvas = nullptr;
    CanvasModes* m_modes = nullptr;
    Desktop m_desktop;
};

}  // namespace archivolt::test
