#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <map>
#include <string>

#include "app/files/file_access.h"

namespace archivolt {

/// What the user set about the window, kept from one start to the next in a file of the state
/// folder; without one it is kept as long as the window.
///
/// A file that can't be read gives the defaults, one that can't be written is no reason to stop.
class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// `system`, `light` or `dark`.
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY changed)
    Q_PROPERTY(bool leftShown READ leftShown WRITE setLeftShown NOTIFY changed)
    Q_PROPERTY(int leftPage READ leftPage WRITE setLeftPage NOTIFY changed)
    Q_PROPERTY(bool inspectorShown READ inspectorShown WRITE setInspectorShown NOTIFY changed)
    Q_PROPERTY(bool gridShown READ gridShown WRITE setGridShown NOTIFY changed)
    Q_PROPERTY(bool snapsToGrid READ snapsToGrid WRITE setSnapsToGrid NOTIFY changed)
    Q_PROPERTY(bool snapsToThings READ snapsToThings WRITE setSnapsToThings NOTIFY changed)
    Q_PROPERTY(int bottomHeight READ bottomHeight WRITE setBottomHeight NOTIFY changed)
    Q_PROPERTY(int windowWidth READ windowWidth WRITE setWindowWidth NOTIFY changed)
    Q_PROPERTY(int windowHeight READ windowHeight WRITE setWindowHeight NOTIFY changed)

public:
    /// Keeps nothing.
    explicit Settings(QObject* parent = nullptr) : QObject(parent) {}
    /// Reads and keeps them in a folder; the files must outlive it.
    Settings(FileAccess& files, std::string folder, QObject* parent = nullptr);

    [[nodiscard]] QString theme() const;
    void setTheme(const QString& theme) { set("theme", theme.toStdString()); }
    [[nodiscard]] bool leftShown() const { return number("left-shown", 1) != 0; }
    void setLeftShown(bool shown) { set("left-shown", shown ? "1" : "0"); }
    [[nodiscard]] int leftPage() const { return number("left-page", 0); }
    void setLeftPage(int page) { set("left-page", std::to_string(page)); }
    [[nodiscard]] bool inspectorShown() const { return number("inspector-shown", 1) != 0; }
    void setInspectorShown(bool shown) { set("inspector-shown", shown ? "1" : "0"); }
    [[nodiscard]] bool gridShown() const { return number("grid-shown", 1) != 0; }
    void setGridShown(bool shown) { set("grid-shown", shown ? "1" : "0"); }
    [[nodiscard]] bool snapsToGrid() const { return number("snaps-to-grid", 1) != 0; }
    void setSnapsToGrid(bool snaps) { set("snaps-to-grid", snaps ? "1" : "0"); }
    [[nodiscard]] bool snapsToThings() const { return number("snaps-to-things", 1) != 0; }
    void setSnapsToThings(bool snaps) { set("snaps-to-things", snaps ? "1" : "0"); }
    [[nodiscard]] int bottomHeight() const { return number("bottom-height", kBottomHeight); }
    void setBottomHeight(int height) { set("bottom-height", std::to_string(height)); }
    [[nodiscard]] int windowWidth() const { return number("window-width", kWindowWidth); }
    void setWindowWidth(int width) { set("window-width", std::to_string(width)); }
    [[nodiscard]] int windowHeight() const { return number("window-height", kWindowHeight); }
    void setWindowHeight(int height) { set("window-height", std::to_string(height)); }

Q_SIGNALS:
    void changed();

private:
    static constexpr int kBottomHeight = 240;
    static constexpr int kWindowWidth = 1440;
    static constexpr int kWindowHeight = 900;

    [[nodiscard]] std::string file() const { return m_folder + "/settings"; }
    [[nodiscard]] int number(const std::string& key, int fallback) const;
    void set(const std::string& key, std::string value);

    FileAccess* m_files = nullptr;
    std::string m_folder;
    std::map<std::string, std::string> m_values;
};

}  // namespace archivolt
