#pragma once

#include <QPointF>
#include <QProcess>
#include <QString>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/window/view_fit.h"

namespace archivolt::test {

/// The size of the screen, which a window fills, since nothing decorates it there.
inline constexpr int kScreenWidth = 1440;
inline constexpr int kScreenHeight = 900;

/// Waits until `holds` does, asking again and again; false when patience ends.
[[nodiscard]] bool becomes(const std::function<bool()>& holds);

/// Returns a file's bytes; none where there is no file.
[[nodiscard]] QByteArray bytesOf(const QString& path);
/// Writes a file; false when that fails.
[[nodiscard]] bool writeBytes(const QString& path, const QByteArray& bytes);

/// Returns the name of a program that a desktop needs and that is not installed; empty for none.
[[nodiscard]] QString missingProgram();

/// An X server of its own and real programs in it, driven from outside by xdotool. Several may run
/// at once; the one started last has the keyboard and lies on top.
class Desktop {
public:
    Desktop() = default;
    Desktop(const Desktop&) = delete;
    Desktop& operator=(const Desktop&) = delete;
    ~Desktop();

    bool start();
    /// Takes the X server of another one, whose windows this process has itself.
    void use(const QString& display) { m_display = display; }
    /// Gives the keyboard to a window, and waits until it has it.
    bool focus(quint64 window) const;
    /// Starts the program, with a file or none, and waits for its window.
    bool open(const QString& file, const QString& home);
    /// Kills all programs as a crash would, without waiting for them.
    void crash();
    /// Asks the program started last to end, as its shortcut does; says whether it ended well. The
    /// one before then has the keyboard.
    bool quit();

    [[nodiscard]] QString title() const;
    /// Says whether something is drawn in the 24 × 24 pixels around a point of the screen.
    [[nodiscard]] bool isDrawn(QPointF at) const;
    /// Returns the pixels of the canvas, for comparing.
    [[nodiscard]] QByteArray canvas() const;
    void drag(QPointF from, QPointF to) const;
    // A drag in parts: for a window of this process, which has to see each before the next.
    void grip(QPointF at, int button = 1) const;
    void letGo(int button = 1) const;
    // A key that is down while something else is done.
    void hold(const QString& key) const;
    void release(const QString& key) const;
    /// Turns the wheel by one notch.
    void wheel(bool up) const;
    void clickTwice(QPointF at) const;
    void click(QPointF at) const;
    void point(QPointF at) const { move(at); }
    /// Clicks where the pointer is.
    void clickHere() const;
    /// Presses keys, as fast as they can be sent.
    void press(const QStringList& keys) const;
    void press(const QString& keys) const { press(QStringList{keys}); }
    void type(const QString& text) const;

private:
    struct Program {
        QProcess process;
        QString window;
    };
    QString run(const QStringList& arguments) const;
    [[nodiscard]] QStringList windows() const;
    void move(QPointF to) const;
    [[nodiscard]] QProcessEnvironment onDisplay() const;

    QProcess m_server;
    QString m_display;
    std::vector<std::unique_ptr<Program>> m_programs;
    std::vector<std::unique_ptr<Program>> m_crashed;
};

/// Where things of a design are on the screen, from the same layout that the window uses.
class Places {
public:
    explicit Places(const std::string& path);
    [[nodiscard]] bool hasProblems() const { return m_hasProblems; }
    [[nodiscard]] Rect rectOf(const std::string& key) const;
    [[nodiscard]] QPointF middleOf(const std::string& key) const;
    /// Returns a point near the lower right corner of a subnet, where nothing stands.
    [[nodiscard]] QPointF freeIn(const std::string& key) const;

private:
    Scene m_scene;
    bool m_hasProblems = true;
};

}  // namespace archivolt::test
