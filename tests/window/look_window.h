#pragma once

#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSet>
#include <QTemporaryDir>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/settings.h"
#include "app/window/workspace.h"

namespace archivolt::test {

/// Names the platform without a display and two screens of it, both larger than any window here:
/// the second has twice as many pixels each way. To be called before there is an application.
void prepareScreens(const QTemporaryDir& folder);

/// The whole window without a display, looked at text by text.
class LookWindow {
public:
    /// What a window is looked at like.
    struct Shape {
        QSize size;
        const char* theme = "light";
        bool isTwice = false;     ///< Each point is two pixels wide.
        bool hasTypeface = true;  ///< Text is in the window's own typeface.
    };
    explicit LookWindow(const Shape& shape);
    ~LookWindow();
    LookWindow(const LookWindow&) = delete;
    LookWindow& operator=(const LookWindow&) = delete;

    [[nodiscard]] bool isShown() const;
    [[nodiscard]] QQuickWindow& window() const { return *m_window; }
    [[nodiscard]] Document& document() const { return *m_workspace->current(); }
    [[nodiscard]] Workspace& workspace() const { return *m_workspace; }
    /// Returns a path in the folder of its own.
    [[nodiscard]] QString path(const char* name) const {
        return m_folder.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QString stateFolder() const { return path("state"); }

    /// Waits until the pictures of examples and patterns that show are drawn.
    [[nodiscard]] bool previewsAreDrawn() const;
    [[nodiscard]] bool run(const char* command) const;
    /// Waits until all is judged and drawn.
    [[nodiscard]] bool settles() const;
    /// Selects a resource of the first stack by name; nothing where there is none of that name.
    void select(const char* name) const;
    /// Opens every line of the form that shows.
    void openForm() const;
    /// Answers with Escape, whatever is open.
    void giveUp() const;
    /// Opens the list that a field of the form, known by the end of its key, chooses from.
    [[nodiscard]] bool openChoices(const QString& keyEnd) const;

    /// Looks at every text and control that shows; what is wrong is added to the faults, one a
    /// line. The picture is kept where ARCHIVOLT_LOOK_FOLDER names a folder.
    void look(const char* view);
    [[nodiscard]] const QString& faults() const { return m_faults; }
    [[nodiscard]] int views() const { return m_views; }
    /// Returns the kinds of editors of all forms that were looked at.
    [[nodiscard]] const QSet<QString>& editors() const { return m_editors; }

private:
    /// Returns what is wrong with the texts and controls that show, a line each.
    [[nodiscard]] QStringList faultsIn(const QImage& picture) const;
    /// Returns what lies over the window and has to be answered first; null pointer for nothing.
    [[nodiscard]] const QQuickItem* topItem() const;

    QString m_prefix;
    QTemporaryDir m_folder;
    DiskFiles m_files;
    Settings m_settings;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
    QString m_faults;
    int m_views = 0;
    QSet<QString> m_editors;
};

}  // namespace archivolt::test
