#pragma once

#include <QPointF>
#include <QQmlApplicationEngine>
#include <QString>
#include <QStringList>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/design_canvas.h"
#include "app/window/workspace.h"

class QQuickItem;
class QQuickWindow;

namespace archivolt::test {

/// Starts an X server for this process alone, before there is an application; says whether there is
/// one. It ends with this process.
[[nodiscard]] bool startDisplay();

/// The whole window on a display of its own: what is done to it comes from outside, as from a hand,
/// and where things are can be asked.
class LiveWindow {
public:
    /// `home` is the user's folder, where nothing is yet.
    explicit LiveWindow(const QString& home);
    ~LiveWindow();
    [[nodiscard]] bool isShown() const { return m_window != nullptr; }

    /// Waits until there is a change, and it is drawn and judged; false when patience ends.
    [[nodiscard]] bool settles();
    [[nodiscard]] Document& document() { return *m_workspace->current(); }
    [[nodiscard]] DesignCanvas& canvas() { return *m_canvas; }
    /// Returns where the middle of a box of the drawing is on the screen.
    [[nodiscard]] QPointF boxAt(const char* key) const;
    /// Returns where a container's name begins.
    [[nodiscard]] QPointF titleAt(const char* key) const;
    /// Returns a point in a container near its lower right corner.
    [[nodiscard]] QPointF freeIn(const char* key) const;
    /// Returns where the handle of a box is, out of which connections are pulled.
    [[nodiscard]] QPointF handleOf(const char* key) const;
    /// Returns where the middle of the visible item is whose `property` is `value`.
    [[nodiscard]] QPointF itemAt(const char* property, const QString& value) const;

    /// Returns the text of what has the keyboard.
    [[nodiscard]] QString focusedText() const;

    void press(const QStringList& keys) const;
    void press(const char* key) const { press(QStringList{QString::fromLatin1(key)}); }
    void type(const QString& text) const;
    void click(QPointF at) const;
    void drag(QPointF from, QPointF to) const;
    /// Carries the palette's entry of this name there.
    void carry(const QString& label, QPointF to) const;
    /// Goes to the palette's entry of this name by key and places it where the selection is.
    void placeByKey(const QString& label) const;

private:
    void run(const QStringList& arguments) const;
    [[nodiscard]] BoxIndex boxOf(const char* key) const;

    DiskFiles m_files;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
    DesignCanvas* m_canvas = nullptr;
    std::uint64_t m_revision = 0;  ///< The last one that was waited for.
};

}  // namespace archivolt::test
