#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "app/command/examples.h"
#include "tests/support/test_paths.h"
#include "tests/window/real_window.h"

namespace archivolt {

using test::becomes;
using test::RealWindow;

namespace {

struct HandScript {
    QString name;
    QStringList lines;
};

/// Reads the scripts of hands.txt, which tells its language.
std::vector<HandScript> readScripts() {
    std::vector<HandScript> scripts;
    const std::string text = test::readFile(test::sourceRoot() / "tests/window/hands.txt");
    for (const QString& line : QString::fromStdString(text).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("=== "))) {
            scripts.push_back({line.mid(4), {}});
        } else if (!line.isEmpty() && !line.startsWith(QLatin1Char('#'))) {
            scripts.back().lines << line;
        }
    }
    return scripts;
}

}  // namespace

/// One window, and the hands of a script in it.
class Hands {
public:
    explicit Hands(RealWindow& window) : m_window(window), m_whole(now()), m_before(m_whole) {}

    /// Carries a line out; false where it can't be, or what it expects does not come.
    [[nodiscard]] bool carryOut(const QString& line) {
        const QString verb = line.section(QLatin1Char(' '), 0, 0);
        const QString rest = line.section(QLatin1Char(' '), 1);
        if (verb == QLatin1String("expect")) return expects(rest);
        m_before = now();
        const auto act = actions().find(verb);
        const bool done = act != actions().end() && act->second(*this, rest);
        QTest::qWait(20);
        return done;
    }

    /// Undoes all, and shows the whole drawing again.
    [[nodiscard]] bool giveBack() {
        m_window.press(QStringLiteral("Escape"));
        m_window.canvas().forceActiveFocus();
        while (m_window.document().canUndo()) m_window.document().undo();
        return becomes([&] { return m_window.isSettled(); }) && whole();
    }

private:
    using Action = bool (*)(Hands&, const QString&);
    static const std::map<QString, Action>& actions();
    [[nodiscard]] static QByteArray keyOf(const QString& name) {
        return "three-tier/" + name.section(QLatin1Char('.'), 0, 0).toUtf8();
    }
    /// Returns where a thing is, once it is drawn.
    [[nodiscard]] QPointF at(const QString& name) const {
        QPointF place;
        static_cast<void>(becomes([&] {
            place = name.endsWith(QLatin1String(".free")) ? m_window.freeIn(keyOf(name))
                                                          : m_window.boxAt(keyOf(name));
            return !place.isNull();
        }));
        return place;
    }
    [[nodiscard]] Viewport now() const { return m_window.canvas().viewport(); }
    [[nodiscard]] bool whole() {
        m_window.press(QStringLiteral("shift+1"));
        return becomes([&] { return now().scale == m_whole.scale; });
    }
    [[nodiscard]] bool pan(const QString& how);
    [[nodiscard]] bool expects(const QString& what);
    [[nodiscard]] bool selects(const QString& names) const;

    RealWindow& m_window;
    Viewport m_whole;   ///< All of the drawing.
    Viewport m_before;  ///< Before the last command.
};

const std::map<QString, Hands::Action>& Hands::actions() {
    static const std::map<QString, Action> kActions = {
        {QStringLiteral("hold"),
         [](Hands& my, const QString& key) {
             my.m_window.hands().hold(key);
             return true;
         }},
        {QStringLiteral("release"),
         [](Hands& my, const QString& key) {
             my.m_window.hands().release(key);
             return true;
         }},
        {QStringLiteral("click"),
         [](Hands& my, const QString& name) {
             my.m_window.click(my.at(name));
             return true;
         }},
        {QStringLiteral("double"),
         [](Hands& my, const QString& name) {
             my.m_window.hands().clickTwice(my.at(name));
             return true;
         }},
        {QStringLiteral("drag"),
         [](Hands& my, const QString& names) {
             my.m_window.drag(my.at(names.section(QLatin1Char(' '), 0, 0)),
                              my.at(names.section(QLatin1Char(' '), 1)));
             return true;
         }},
        {QStringLiteral("grip"),
         [](Hands& my, const QString& name) {
             my.m_window.hands().grip(my.at(name));
             return true;
         }},
        {QStringLiteral("carry"),
         [](Hands& my, const QString& name) {
             my.m_window.hands().point(my.at(name));
             return becomes([&] { return my.m_window.canvas().isDragging(); });
         }},
        {QStringLiteral("let-go"),
         [](Hands& my, const QString&) {
             my.m_window.hands().letGo();
             return true;
         }},
        {QStringLiteral("pan"), [](Hands& my, const QString& how) { return my.pan(how); }},
        {QStringLiteral("wheel"),
         [](Hands& my, const QString& way) {
             my.m_window.hands().point(my.at(QStringLiteral("Bastion")));
             my.m_window.hands().wheel(way == QLatin1String("up"));
             return true;
         }},
        {QStringLiteral("key"),
         [](Hands& my, const QString& keys) {
             my.m_window.press(keys.split(QLatin1Char(' ')));
             return true;
         }},
        {QStringLiteral("type"),
         [](Hands& my, const QString& text) {
             my.m_window.type(text);
             return true;
         }},
        {QStringLiteral("point-at"),
         [](Hands& my, const QString& name) { return my.m_window.click(name); }},
    };
    return kActions;
}

bool Hands::pan(const QString& how) {
    const test::Desktop& hands = m_window.hands();
    const int button = how == QLatin1String("middle") ? 2 : how == QLatin1String("right") ? 3 : 1;
    const bool isSpace = button == 1;
    m_window.canvas().forceActiveFocus();
    if (isSpace) hands.hold(QStringLiteral("space"));
    const QPointF from = at(QStringLiteral("Bastion"));
    hands.grip(from, button);
    QTest::qWait(20);
    for (int step = 1; step <= 4; ++step) {
        hands.point(from + QPointF(15, 10) * step);
        QTest::qWait(20);
    }
    hands.letGo(button);
    if (isSpace) hands.release(QStringLiteral("space"));
    return true;
}

bool Hands::selects(const QString& names) const {
    const DesignSelection& selection = m_window.document().selection();
    if (names == QLatin1String("nothing")) return selection.empty();
    if (names == QLatin1String("many")) return selection.resources.size() > 10;
    return m_window.document().selectedName() == names;
}

bool Hands::expects(const QString& line) {
    const QString what = line.section(QLatin1Char(' '), 0, 0);
    const QString rest = line.section(QLatin1Char(' '), 1);
    const auto holds = [&] {
        Document& document = m_window.document();
        const bool isDrawn = m_window.canvas().centreOf(keyOf(rest).toStdString()).has_value();
        if (what == QLatin1String("selected")) return selects(rest);
        if (what == QLatin1String("undo")) {
            return document.undoLabel() == rest && m_window.isSettled();
        }
        if (what == QLatin1String("clean")) return !document.isDirty() && m_window.isSettled();
        if (what == QLatin1String("drawn")) return isDrawn && m_window.isSettled();
        if (what == QLatin1String("gone")) return !isDrawn && m_window.isSettled();
        if (what == QLatin1String("shows")) return m_window.has(rest);
        if (what == QLatin1String("bigger")) return now().scale > m_before.scale;
        if (what == QLatin1String("smaller")) return now().scale < m_before.scale;
        if (what == QLatin1String("whole")) return now().scale == m_whole.scale;
        if (what == QLatin1String("zoom")) return m_window.canvas().zoomPercent() == rest.toInt();
        if (what == QLatin1String("view-moved")) return now().origin != m_before.origin;
        if (what == QLatin1String("name-field")) {
            return m_window.focusedText() == document.selectedName() &&
                   !m_window.canvas().hasActiveFocus();
        }
        return false;
    };
    return becomes(holds);
}

/// Every gesture that people expect of a canvas, in a real window.
class WindowHandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatPeopleExpectOfACanvasWorksByHand();
};

void WindowHandsTest::whatPeopleExpectOfACanvasWorksByHand() {
    const QString missing = test::missingProgram();
    QVERIFY2(missing.isEmpty(), qPrintable(missing + QStringLiteral(" is not installed")));
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("three-tier.yaml"));
    const Example* example = findExample("three-tier");
    const QByteArray text(example->text.data(), static_cast<qsizetype>(example->text.size()));
    QVERIFY(test::writeBytes(file, text));
    RealWindow window(file, folder.path());
    QVERIFY(window.shows());
    window.canvas().forceActiveFocus();
    Hands hands(window);
    const auto scripts = readScripts();
    QVERIFY(scripts.size() > 10);
    for (const HandScript& script : scripts) {
        for (const QString& line : script.lines) {
            QVERIFY2(hands.carryOut(line),
                     qPrintable(script.name + QStringLiteral(": ") + line + QStringLiteral(" [") +
                                window.document().undoLabel() + QLatin1Char('|') +
                                window.document().notice() + QLatin1Char('|') +
                                window.focusedText() + QLatin1Char(']')));
        }
        QVERIFY2(hands.giveBack(), qPrintable(script.name));
    }
    QVERIFY(!window.document().isDirty());
}

}  // namespace archivolt

int main(int argc, char** argv) {
    return archivolt::test::runInRealWindows(
        argc, argv, [] { return std::make_unique<archivolt::WindowHandsTest>(); });
}
#include "window_hands_test.moc"
