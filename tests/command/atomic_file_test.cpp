#include <sys/stat.h>

#include <QTemporaryDir>
#include <QtTest>

#include "app/files/atomic_file.h"

namespace archivolt {

namespace fs = std::filesystem;

namespace {

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

mode_t modeOf(const fs::path& path) {
    struct stat now {};
    return ::stat(path.c_str(), &now) == 0 ? now.st_mode & 07777 : 0;
}

}  // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsReadToTheByte() {
        const QTemporaryDir dir;
        const fs::path path = fs::path(dir.path().toStdString()) / "a.archivolt";
        const std::string content("a\0\r\n\xFF", 5);
        QVERIFY(writeFileAtomically(path, content).has_value());
        QCOMPARE(*readFile(path), content);
        QVERIFY(writeFileAtomically(path, "").has_value());
        QCOMPARE(*readFile(path), std::string());
        QCOMPARE(filesIn(path.parent_path()), std::size_t{1});
    }

    void permissionsAreKept() {
        const QTemporaryDir dir;
        const fs::path path = fs::path(dir.path().toStdString()) / "a";
        QVERIFY(writeFileAtomically(path, "1").has_value());
        QVERIFY((modeOf(path) & 0111) == 0);
        QCOMPARE(::chmod(path.c_str(), 0640), 0);
        QVERIFY(writeFileAtomically(path, "2").has_value());
        QCOMPARE(modeOf(path), mode_t{0640});
    }

    void aSymbolicLinkStaysOne() {
        const QTemporaryDir dir;
        const fs::path folder(dir.path().toStdString());
        fs::create_directory(folder / "real");
        fs::create_symlink("real/file", folder / "link");
        QVERIFY(writeFileAtomically(folder / "link", "new").has_value());
        QVERIFY(writeFileAtomically(folder / "link", "newer").has_value());
        QVERIFY(fs::is_symlink(folder / "link"));
        QCOMPARE(*readFile(folder / "real" / "file"), std::string("newer"));
        fs::create_symlink("loop", folder / "loop");
        QCOMPARE(writeFileAtomically(folder / "loop", "x").error().code, std::string("FILE-2"));
    }

    void aFailureSaysWhyAndLeavesNothingBehind() {
        const QTemporaryDir dir;
        const fs::path folder(dir.path().toStdString());
        const auto missing = writeFileAtomically(folder / "no" / "file", "x");
        QCOMPARE(missing.error().code, std::string("FILE-2"));
        QVERIFY(missing.error().message.find("No such file") != std::string::npos);
        fs::create_directory(folder / "taken");
        QVERIFY(!writeFileAtomically(folder / "taken", "x").has_value());
        QCOMPARE(filesIn(folder), std::size_t{1});
        QCOMPARE(readFile(folder / "none").error().code, std::string("FILE-1"));
        QVERIFY(!readFile(folder / "taken").has_value());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AtomicFileTest)
#include "atomic_file_test.moc"
