#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/command/examples.h"
#include "tests/window/desktop.h"

namespace archivolt {

using test::becomes;
using test::bytesOf;
using test::Desktop;
using test::Places;
using test::writeBytes;

namespace {

constexpr const char* kPrecious = "PRECIOUS\n";

QString key(const char* name) { return QString::fromLatin1(name); }

}  // namespace

/// Files that can't be lost, in a real window with typed keys: each of these went wrong once, where
/// the same steps without an X server went right.
class WindowFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aTypedNameIsSavedTo();
    void aTypedNameIsExportedTo();
    void enterOverwritesNoNeighbour();
    void aFileThatChangedOnTheDiskIsNotOverwritten();
    void aCleanFileThatChangedIsReadAgain();
    void aFileThatWentAwayLeavesItsDesignUnsaved();
    void aSecondWindowDoesNotUndoTheFirst();
    void aReadOnlyFileIsNotReplaced();
    void whatACrashLeftIsOfferedHoweverItIsStarted();
    void whatIsKeptOutlivesAQuestionThatIsGivenUp();
    void bothOfTwoCrashedSessionsAreOffered();
    void removingShowsWhatNamesTheThing();
    void fastArrowKeysAreOneStepAndNoneIsLost();
    void shiftOneShowsEverything();

private:
    [[nodiscard]] QString path(const char* name) const {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    /// Returns the file's text with the bastion in another subnet.
    [[nodiscard]] QByteArray moved() const;
    /// Opens the file and waits until it is drawn.
    bool open(Desktop& desktop);
    bool isEdited(const Desktop& desktop) const {
        return becomes([&] { return desktop.title().startsWith(QLatin1Char('*')); });
    }
    bool isSaved(const Desktop& desktop) const {
        return becomes([&] {
            const QString title = desktop.title();
            return !title.isEmpty() && !title.startsWith(QLatin1Char('*'));
        });
    }
    /// Moves the bastion into another subnet with the mouse.
    void edit(const Desktop& desktop) const {
        desktop.drag(m_places->middleOf("three-tier/Bastion"),
                     m_places->freeIn("three-tier/PublicB"));
    }
    [[nodiscard]] QStringList recoveryCopies() const {
        return QDir(path("archivolt/recovery")).entryList({key("*.json")}, QDir::Files);
    }
    /// Starts, opens the file and edits it; says whether a copy is then kept.
    bool keepsACopy(Desktop& desktop) {
        if (!desktop.start() || !open(desktop)) return false;
        edit(desktop);
        return isEdited(desktop) && becomes([&] { return recoveryCopies().size() == 1; });
    }
    /// The button at the right of the nth strip below the bar, counted from 0.
    [[nodiscard]] static QPointF stripButton(int strip) {
        return {test::kScreenWidth - 50.0, kTopBarHeight + 24.0 + 48.0 * strip};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Places> m_places;
    QString m_file;
    QByteArray m_text;
};

void WindowFilesTest::init() {
    const QString missing = test::missingProgram();
    if (!missing.isEmpty()) {
        QFAIL(
            qPrintable(QStringLiteral("%1 is not installed; ./test.sh installs it").arg(missing)));
    }
    const Example* example = findExample("three-tier");
    QVERIFY(example != nullptr);
    m_folder = std::make_unique<QTemporaryDir>();
    m_text = QByteArray(example->text.data(), static_cast<qsizetype>(example->text.size()));
    m_file = path("three-tier.yaml");
    QVERIFY(writeBytes(m_file, m_text));
    m_places = std::make_unique<Places>(m_file.toStdString());
    QVERIFY(!m_places->hasProblems());
}

QByteArray WindowFilesTest::moved() const {
    const QByteArray before = "SubnetId: !Ref PublicA";
    QByteArray text = m_text;
    const qsizetype at = text.indexOf(before, text.indexOf("\n  Bastion:\n"));
    return text.replace(at, before.size(), "SubnetId: !Ref PublicB");
}

bool WindowFilesTest::open(Desktop& desktop) {
    return desktop.open(m_file, m_folder->path()) &&
           becomes([&] { return desktop.isDrawn(m_places->middleOf("three-tier/Bastion")); });
}

void WindowFilesTest::aTypedNameIsSavedTo() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    edit(desktop);
    QVERIFY(isEdited(desktop));
    desktop.press({key("ctrl+shift+s"), key("ctrl+a")});
    desktop.type(QStringLiteral("renamed"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("renamed.yaml")) == moved(); }));
    QVERIFY(becomes([&] { return desktop.title().startsWith(key("renamed.yaml")); }));
    QCOMPARE(bytesOf(m_file), m_text);
    QVERIFY(desktop.quit());
}

void WindowFilesTest::aTypedNameIsExportedTo() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    desktop.press({key("ctrl+e"), key("ctrl+a")});
    desktop.type(QStringLiteral("picture.svg"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("picture.svg")).contains("<svg"); }));
    desktop.press({key("ctrl+e"), key("ctrl+a")});
    desktop.type(QStringLiteral("copy.yaml"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("copy.yaml")) == m_text; }));
    // What is no form of a copy is told of, and the dialog stays for another name.
    desktop.press({key("ctrl+e"), key("ctrl+a")});
    desktop.type(QStringLiteral("copy.doc"));
    desktop.press({key("Return"), key("ctrl+a")});
    desktop.type(QStringLiteral("copy.json"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("copy.json")).startsWith('{'); }));
    QVERIFY(!QFile::exists(path("copy.doc")));
    QVERIFY(desktop.quit());
}

void WindowFilesTest::enterOverwritesNoNeighbour() {
    QVERIFY(writeBytes(path("aaa.yaml"), kPrecious));
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    desktop.press({key("ctrl+e"), key("Return")});
    QVERIFY(becomes([&] { return bytesOf(path("three-tier-copy.yaml")) == m_text; }));
    // Named outright it is asked for, and Enter is the answer that loses nothing.
    desktop.press({key("ctrl+e"), key("ctrl+a")});
    desktop.type(QStringLiteral("aaa.yaml"));
    desktop.press({key("Return"), key("Return"), key("Escape")});
    desktop.press({key("ctrl+shift+s"), key("ctrl+a")});
    desktop.type(QStringLiteral("aaa.yaml"));
    desktop.press({key("Return"), key("Escape"), key("Escape")});
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(path("aaa.yaml")), QByteArray(kPrecious));
}

void WindowFilesTest::aFileThatChangedOnTheDiskIsNotOverwritten() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    edit(desktop);
    QVERIFY(isEdited(desktop));
    const QByteArray theirs = m_text + "# theirs\n";
    QVERIFY(writeBytes(m_file, theirs));
    desktop.press({key("ctrl+s"), key("Escape")});
    QVERIFY(isEdited(desktop));
    QCOMPARE(bytesOf(m_file), theirs);
    // Comparing shows both and changes nothing; saving mine takes saying so.
    desktop.press({key("ctrl+s"), key("Return"), key("Escape")});
    QCOMPARE(bytesOf(m_file), theirs);
    desktop.press({key("shift+Tab"), key("shift+Tab"), key("shift+Tab"), key("space")});
    QVERIFY(isSaved(desktop));
    QCOMPARE(bytesOf(m_file), moved());
    QVERIFY(desktop.quit());
}

void WindowFilesTest::aCleanFileThatChangedIsReadAgain() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    const QPointF database = m_places->middleOf("three-tier/OrdersDb");
    QVERIFY(writeBytes(m_file,
                       "Resources:\n  Alone: {Type: AWS::EC2::VPC, Properties: "
                       "{CidrBlock: 10.0.0.0/16}}\n"));
    // Between one drawing and the next there may be frames of neither: what counts is what stays.
    const auto staysDrawn = [&](bool drawn) {
        int seen = 0;
        return becomes([&] {
            seen = desktop.isDrawn(database) == drawn ? seen + 1 : 0;
            return seen == 4;
        });
    };
    QVERIFY(staysDrawn(false));
    // Replaced, as editors do it.
    QVERIFY(writeBytes(path("new"), m_text + "# theirs\n"));
    QVERIFY(::rename(qPrintable(path("new")), qPrintable(m_file)) == 0);
    QVERIFY(staysDrawn(true));
    edit(desktop);
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    QCOMPARE(bytesOf(m_file), moved() + "# theirs\n");
    QVERIFY(desktop.quit());
}

void WindowFilesTest::aFileThatWentAwayLeavesItsDesignUnsaved() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    QVERIFY(QFile::remove(m_file));
    QVERIFY(isEdited(desktop));
    QVERIFY(becomes([&] { return recoveryCopies().size() == 1; }));
    // Closing asks, though nothing was edited.
    desktop.press({key("ctrl+w"), key("Escape")});
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    QCOMPARE(bytesOf(m_file), m_text);
    QVERIFY(becomes([&] { return recoveryCopies().isEmpty(); }));
    QVERIFY(desktop.quit());
}

void WindowFilesTest::aSecondWindowDoesNotUndoTheFirst() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    QVERIFY(desktop.open(m_file, m_folder->path()));
    // The strip that says so takes room from the canvas.
    QVERIFY(becomes([&] { return desktop.isDrawn(stripButton(0)); }));
    const QPointF lower(0, 24);
    QVERIFY(becomes([&] {
        desktop.drag(m_places->middleOf("three-tier/Bastion") + lower,
                     m_places->freeIn("three-tier/PublicB") + lower);
        return desktop.title().startsWith(QLatin1Char('*'));
    }));
    desktop.press({key("ctrl+s"), key("Escape")});
    QVERIFY(isEdited(desktop));
    QCOMPARE(bytesOf(m_file), m_text);
    desktop.press({key("ctrl+shift+s"), key("ctrl+a")});
    desktop.type(QStringLiteral("second"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("second.yaml")) == moved(); }));
    QVERIFY(desktop.quit());
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
}

void WindowFilesTest::aReadOnlyFileIsNotReplaced() {
    QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::ReadGroup));
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    edit(desktop);
    QVERIFY(isEdited(desktop));
    desktop.press({key("ctrl+s"), key("Escape")});
    QVERIFY(isEdited(desktop));
    QCOMPARE(bytesOf(m_file), m_text);
    desktop.press({key("ctrl+s"), key("Return"), key("ctrl+a")});  // Enter: save as.
    desktop.type(QStringLiteral("mine.yaml"));
    desktop.press(key("Return"));
    QVERIFY(becomes([&] { return bytesOf(path("mine.yaml")) == moved(); }));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
}

void WindowFilesTest::whatACrashLeftIsOfferedHoweverItIsStarted() {
    Desktop desktop;
    QVERIFY(keepsACopy(desktop));
    const QFileInfo copy(path("archivolt/recovery/") + recoveryCopies().first());
    QCOMPARE(copy.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(QFileInfo(copy.path()).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    desktop.crash();  // Nobody waits for it: it is a zombie while the next one starts.

    // The strip takes room from the drawing, so that things stand elsewhere than without it.
    QVERIFY(desktop.open(m_file, m_folder->path()));
    QVERIFY(isSaved(desktop));  // What the file holds.
    QVERIFY(becomes([&] { return desktop.isDrawn(stripButton(0)); }));
    desktop.click(stripButton(0));
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    QCOMPARE(bytesOf(m_file), moved());
    QVERIFY(desktop.quit());
    QVERIFY(recoveryCopies().isEmpty());
}

void WindowFilesTest::whatIsKeptOutlivesAQuestionThatIsGivenUp() {
    Desktop desktop;
    QVERIFY(keepsACopy(desktop));
    const QByteArray copy = bytesOf(path("archivolt/recovery/") + recoveryCopies().first());
    // Asked about the changes before quitting, then before closing: both times it stays open.
    for (const char* leave : {"ctrl+q", "ctrl+w"}) {
        desktop.press(key(leave));
        desktop.press(key("Escape"));
        QVERIFY(isEdited(desktop));
        QCOMPARE(recoveryCopies().size(), 1);
        QCOMPARE(bytesOf(path("archivolt/recovery/") + recoveryCopies().first()), copy);
    }
    desktop.press(key("ctrl+z"));
    QVERIFY(isSaved(desktop));
    QVERIFY(desktop.quit());
    QVERIFY(recoveryCopies().isEmpty());
}

void WindowFilesTest::bothOfTwoCrashedSessionsAreOffered() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(QDir(m_folder->path()).mkpath(key("sub")));
    for (int session = 1; session <= 2; ++session) {
        m_file = path(session == 1 ? "three-tier.yaml" : "sub/three-tier.yaml");
        QVERIFY(writeBytes(m_file, m_text));
        QVERIFY(open(desktop));
        edit(desktop);
        QVERIFY(isEdited(desktop));
        QVERIFY(becomes([&] { return recoveryCopies().size() == session; }));
    }
    desktop.crash();
    QVERIFY(desktop.open({}, m_folder->path()));  // The start page.
    QVERIFY(becomes([&] { return desktop.isDrawn(stripButton(1)); }));
    QVERIFY(desktop.quit());
    QCOMPARE(recoveryCopies().size(), 2);  // Not answered is not thrown away.

    QVERIFY(desktop.open({}, m_folder->path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(stripButton(1)); }));
    desktop.click(stripButton(1));
    QVERIFY(isEdited(desktop));  // It is open; the other is offered still.
    QVERIFY(becomes([&] { return !desktop.isDrawn(stripButton(1)); }));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    QCOMPARE(bytesOf(path("sub/three-tier.yaml")), moved());
    QCOMPARE(bytesOf(path("three-tier.yaml")), m_text);
    desktop.click(stripButton(0));
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(becomes([&] { return bytesOf(path("three-tier.yaml")) == moved(); }));
    QVERIFY(desktop.quit());
    QVERIFY(recoveryCopies().isEmpty());
}

void WindowFilesTest::removingShowsWhatNamesTheThing() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    desktop.click(m_places->middleOf("three-tier/Bastion"));
    desktop.press({key("Delete"), key("Return")});  // Enter keeps it.
    desktop.press({key("Delete"), key("Escape")});
    desktop.press(key("ctrl+s"));
    QVERIFY(desktop.title().startsWith(key("three-tier.yaml")));
    desktop.press({key("Delete"), key("shift+Tab"), key("space")});
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+z"));
    QVERIFY(isSaved(desktop));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
}

void WindowFilesTest::fastArrowKeysAreOneStepAndNoneIsLost() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    desktop.click(m_places->middleOf("three-tier/Bastion"));
    desktop.press({key("Right"), key("Right"), key("Right"), key("Right"), key("Right")});
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    const auto companion =
        nlohmann::json::parse(bytesOf(m_file + key(".archivolt")).toStdString(), nullptr, false);
    // A place is told from the corner of the box around it.
    const nlohmann::json::json_pointer first("/stacks/0/places/0");
    QVERIFY2(companion.contains(first), companion.dump().c_str());
    QCOMPARE(companion[first].value("resource", std::string()), std::string("Bastion"));
    const auto placed = companion[first].value("place", nlohmann::json());
    QVERIFY2(placed.is_array() && placed.size() == 4, companion.dump().c_str());
    QCOMPARE(placed[0].get<double>(), m_places->rectOf("three-tier/Bastion").x + 20 -
                                          m_places->rectOf("three-tier/PublicA").x);
    desktop.press(key("ctrl+z"));  // One step takes all five back.
    QVERIFY(isEdited(desktop));
    desktop.press(key("ctrl+s"));
    QVERIFY(isSaved(desktop));
    QVERIFY(!bytesOf(m_file + key(".archivolt")).contains("\"Bastion\""));
    QVERIFY(desktop.quit());
}

void WindowFilesTest::shiftOneShowsEverything() {
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(open(desktop));
    const QPointF corner(kLeftWidth + 4, kTopBarHeight + 4);
    desktop.click(corner);
    QByteArray whole;
    QVERIFY(becomes([&] {
        const QByteArray before = std::exchange(whole, desktop.canvas());
        return !whole.isEmpty() && before == whole;
    }));
    desktop.press({key("ctrl+plus"), key("ctrl+plus"), key("ctrl+plus")});
    QVERIFY(becomes([&] { return desktop.canvas() != whole; }));
    desktop.press(key("shift+1"));
    QVERIFY(becomes([&] { return desktop.canvas() == whole; }));
    QVERIFY(desktop.quit());
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowFilesTest)
#include "window_files_test.moc"
