#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "app/files/atomic_file.h"
#include "app/files/disk_files.h"
#include "tests/support/test_paths.h"

namespace {

/// What the system saw of the files that are written, and what it is to refuse.
struct System {
    mode_t modeAtFirstByte = 0;
    bool foldersCantBeSynchronised = false;
};
System theSystem;

}  // namespace

// The program's own calls come here, since the test defines them first.
extern "C" ssize_t write(int file, const void* bytes, std::size_t count) {
    struct stat now {};
    if (theSystem.modeAtFirstByte == 0 && ::fstat(file, &now) == 0 && S_ISREG(now.st_mode)) {
        theSystem.modeAtFirstByte = now.st_mode & 07777;
    }
    return ::syscall(SYS_write, file, bytes, count);
}

extern "C" int fsync(int file) {
    struct stat now {};
    if (theSystem.foldersCantBeSynchronised && ::fstat(file, &now) == 0 && S_ISDIR(now.st_mode)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, file));
}

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
        QCOMPARE(test::readFile(path), content);
        QVERIFY(writeFileAtomically(path, "").has_value());
        QCOMPARE(test::readFile(path), std::string());
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

    /// A secret is never readable by others, not even while it is written.
    void permissionsAreThereBeforeTheContent() {
        const QTemporaryDir dir;
        const fs::path path = fs::path(dir.path().toStdString()) / "a";
        QVERIFY(writeFileAtomically(path, "1").has_value());
        for (const mode_t mode : {mode_t{0600}, mode_t{0640}, mode_t{0664}}) {
            QCOMPARE(::chmod(path.c_str(), mode), 0);
            theSystem = {};
            QVERIFY(writeFileAtomically(path, "2").has_value());
            QCOMPARE(theSystem.modeAtFirstByte, mode);
            QCOMPARE(modeOf(path), mode);
        }
    }

    void aFolderThatCantBeSynchronisedIsToldAsSuch() {
        const QTemporaryDir dir;
        const fs::path path = fs::path(dir.path().toStdString()) / "a";
        theSystem = {};
        theSystem.foldersCantBeSynchronised = true;
        const auto written = writeFileAtomically(path, "new");
        theSystem = {};
        QCOMPARE(written.error().code, std::string("FILE-5"));
        QVERIFY(written.error().message.find("is written, but") != std::string::npos);
        QCOMPARE(test::readFile(path), std::string("new"));
        QCOMPARE(filesIn(path.parent_path()), std::size_t{1});
    }

    void whatHasAFilesNameIsNoFolder() {
        const QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/a";
        DiskFiles files;
        QVERIFY(files.writeAtomically(path, "1").has_value());
        QCOMPARE(files.makeFolder(path).error().code, std::string("FILE-3"));
        QCOMPARE(files.makeFolder(path + "/below").error().code, std::string("FILE-3"));
        QCOMPARE(files.makePrivateFolder(path + "/below/b").error().code, std::string("FILE-3"));
        QVERIFY(files.makeFolder(path + "-b/below").has_value());
        QVERIFY(files.makeFolder(path + "-b/below").has_value());
    }

    void aFolderThatHoldsSomethingIsNotRemoved() {
        const QTemporaryDir dir;
        const std::string folder = dir.path().toStdString() + "/a";
        DiskFiles files;
        QVERIFY(files.makeFolder(folder).has_value());
        QVERIFY(files.writeAtomically(folder + "/b", "1").has_value());
        QCOMPARE(files.remove(folder).error().code, std::string("FILE-4"));
        QVERIFY(files.remove(folder + "/b").has_value());
        QVERIFY(files.remove(folder).has_value());
        QVERIFY(files.remove(folder).has_value());
    }

    void aFileOfMoreThanTheLimitIsNotRead() {
        const QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/a";
        DiskFiles files;
        QVERIFY(files.writeAtomically(path, "12345").has_value());
        QCOMPARE(files.read(path, 4).error().code, std::string("FILE-7"));
        QCOMPARE(files.read(path, 5).value(), std::string("12345"));
    }

    void aSymbolicLinkStaysOne() {
        const QTemporaryDir dir;
        const fs::path folder(dir.path().toStdString());
        fs::create_directory(folder / "real");
        fs::create_symlink("real/file", folder / "link");
        QVERIFY(writeFileAtomically(folder / "link", "new").has_value());
        QVERIFY(writeFileAtomically(folder / "link", "newer").has_value());
        QVERIFY(fs::is_symlink(folder / "link"));
        QCOMPARE(test::readFile(folder / "real" / "file"), std::string("newer"));
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
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AtomicFileTest)
#include "atomic_file_test.moc"
