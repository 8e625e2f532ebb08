#include <sys/stat.h>

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "app/files/disk_files.h"
#include "app/session/open_describe.h"

namespace archivolt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kVpcs =
    "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/16\", \"OwnerId\": "
    "\"123456789012\"}]}";

/// The disk, of which it is counted how many folders are gone through; after a thousand they are
/// empty, so that a test of what does not end does.
class CountedDisk final : public FileAccess {
public:
    mutable int folders = 0;

    [[nodiscard]] Result<std::string> read(const std::string& path,
                                           std::size_t limit) const override {
        return m_disk.read(path, limit);
    }
    [[nodiscard]] Result<void> writeAtomically(const std::string& path,
                                               std::string_view bytes) override {
        return m_disk.writeAtomically(path, bytes);
    }
    [[nodiscard]] bool isFile(const std::string& path) const override {
        return m_disk.isFile(path);
    }
    [[nodiscard]] bool isFolder(const std::string& path) const override {
        return m_disk.isFolder(path);
    }
    [[nodiscard]] bool isLink(const std::string& path) const override {
        return m_disk.isLink(path);
    }
    [[nodiscard]] Result<void> makeFolder(const std::string& path) override {
        return m_disk.makeFolder(path);
    }
    [[nodiscard]] Result<void> makePrivateFolder(const std::string& path) override {
        return m_disk.makePrivateFolder(path);
    }
    [[nodiscard]] Result<void> writePrivately(const std::string& path,
                                              std::string_view bytes) override {
        return m_disk.writePrivately(path, bytes);
    }
    [[nodiscard]] Result<void> remove(const std::string& path) override {
        return m_disk.remove(path);
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override {
        constexpr int kMost = 1000;
        return ++folders > kMost ? std::vector<std::string>() : m_disk.list(folder);
    }

private:
    DiskFiles m_disk;
};

class Folder {
public:
    [[nodiscard]] fs::path path() const { return m_dir.path().toStdString(); }
    void file(const std::string& name, const std::string& text = kVpcs) const {
        fs::create_directories((path() / name).parent_path());
        std::ofstream(path() / name, std::ios::binary) << text;
    }
    [[nodiscard]] OpenedDesign open(const FileAccess& files,
                                    const FolderLimits& limits = {}) const {
        OpenedDesign opened;
        opened.path = path().string();
        openDescribeFolder({}, files, opened, limits);
        return opened;
    }

private:
    QTemporaryDir m_dir;
};

int countOf(const OpenedDesign& opened, const char* code) {
    return static_cast<int>(std::ranges::count(opened.diagnostics, code, &Diagnostic::code));
}

}  // namespace

/// A folder of output may come from anybody.
class DescribeFolderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linksToFoldersAreToldAndNotFollowed() {
        const Folder folder;
        folder.file("v.json");
        folder.file("in/w.json", "{\"Subnets\": []}");
        for (const char* name : {"a", "b", "c", "d", "in/e"}) {
            fs::create_directory_symlink(folder.path(), folder.path() / name);
        }
        fs::create_symlink("nowhere", folder.path() / "x.txt");
        const CountedDisk files;
        const OpenedDesign opened = folder.open(files);
        QVERIFY(opened.usable);
        QCOMPARE(files.folders, 2);
        QCOMPARE(countOf(opened, "OPEN-7"), 5);
        QCOMPARE(opened.design.stacks.size(), std::size_t{1});
    }

    void aLinkToAFileIsOne() {
        const Folder folder;
        const Folder other;
        other.file("v.json");
        fs::create_symlink(other.path() / "v.json", folder.path() / "v.json");
        QVERIFY(folder.open(DiskFiles()).usable);
    }

    void theFolderThatIsNamedMayBeALink() {
        const Folder folder;
        const Folder other;
        other.file("v.json");
        fs::create_directory_symlink(other.path(), folder.path() / "link");
        OpenedDesign opened;
        opened.path = (folder.path() / "link").string();
        openDescribeFolder({}, DiskFiles(), opened);
        QVERIFY(opened.usable);
    }

    void whatIsNestedTooDeepEndsItAtOnce() {
        const Folder folder;
        folder.file("a/b/c/d/e/f/g/h/i/v.json");
        for (int i = 0; i < 50; ++i) folder.file("z" + std::to_string(i) + "/v.json");
        const CountedDisk files;
        const OpenedDesign opened = folder.open(files);
        QVERIFY(!opened.usable);
        QCOMPARE(files.folders, 9);
        QCOMPARE(opened.diagnostics.size(), std::size_t{1});
        QCOMPARE(opened.diagnostics.front().code, std::string("OPEN-6"));
    }

    void thereAreTotals_data() {
        QTest::addColumn<int>("files");
        QTest::addColumn<int>("names");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("fine");
        const int size = static_cast<int>(std::string(kVpcs).size());
        QTest::newRow("enough") << 3 << 4 << 3 * size << true;
        QTest::newRow("files") << 2 << 4 << 3 * size << false;
        QTest::newRow("names") << 3 << 3 << 3 * size << false;
        QTest::newRow("bytes") << 3 << 4 << 3 * size - 1 << false;
    }
    void thereAreTotals() {
        QFETCH(int, files);
        QFETCH(int, names);
        QFETCH(int, bytes);
        QFETCH(bool, fine);
        const Folder folder;
        folder.file("a.json");
        folder.file("b.json");
        folder.file("in/c.json");
        FolderLimits limits;
        limits.files = static_cast<std::size_t>(files);
        limits.names = static_cast<std::size_t>(names);
        limits.bytes = static_cast<std::size_t>(bytes);
        const OpenedDesign opened = folder.open(DiskFiles(), limits);
        QCOMPARE(opened.usable, fine);
        QCOMPARE(countOf(opened, "OPEN-6"), fine ? 0 : 1);
    }

    /// Reading a pipe would wait for somebody to write to it.
    void aPipeIsNoFile() {
        const Folder folder;
        folder.file("v.json");
        QCOMPARE(::mkfifo((folder.path() / "p.json").c_str(), 0600), 0);
        const OpenedDesign opened = folder.open(DiskFiles());
        QVERIFY(!opened.usable);
        QCOMPARE(countOf(opened, "OPEN-6"), 1);
    }

    void whatIsNoFolderIsEmpty() {
        const Folder folder;
        folder.file("v.json");
        QVERIFY(DiskFiles().list((folder.path() / "v.json").string()).empty());
        QVERIFY(DiskFiles().list((folder.path() / "none").string()).empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DescribeFolderTest)
#include "describe_folder_test.moc"
