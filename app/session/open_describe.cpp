#include "app/session/open_describe.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/files/file_access.h"
#include "export/describe/describe.h"

namespace archivolt {

namespace {

constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxFiles = 10'000;

/// Collects the `.json` files of a folder, in order of their paths.
class FolderReader {
public:
    explicit FolderReader(const FileAccess& files) : m_files(files) {}

    void add(const std::string& folder, int depth) {
        if (depth > kMaxDepth) return fail(folder, "folders are nested too deep");
        for (const std::string& name : m_files.list(folder)) {
            const std::string path = folder.ends_with('/') ? folder + name : folder + '/' + name;
            if (m_files.isFolder(path)) {
                add(path, depth + 1);
            } else if (name.ends_with(".json")) {
                addFile(path);
            }
        }
    }

    std::vector<DescribeFile> read;
    std::vector<Diagnostic> problems;

private:
    void addFile(const std::string& path) {
        if (read.size() == kMaxFiles) return fail(path, "there are too many files");
        auto text = m_files.read(path, kMaxDescribeBytes);
        if (text) {
            read.push_back({path, path, *std::move(text)});
        } else {
            problems.push_back(text.error());
        }
    }

    void fail(const std::string& path, const std::string& what) {
        if (!problems.empty()) return;
        Diagnostic diagnostic =
            failure("OPEN-6", fmt::format("{} below `{}`", what, path),
                    "name a folder that holds nothing but output of the AWS CLI")
                .value();
        diagnostic.where.file = path;
        problems.push_back(std::move(diagnostic));
    }

    const FileAccess& m_files;
};

void take(std::vector<DescribeFile> files, const OpenOptions& options, OpenedDesign& opened) {
    opened.kind = FileKind::Describe;
    DescribeDefaults defaults;
    if (!options.account.empty()) defaults.account = options.account;
    if (!options.region.empty()) defaults.region = options.region;
    std::uint32_t nextId = 1;
    DescribeReading reading =
        readDescribe(std::move(files), defaults, *Catalog::embedded(), nextId);
    for (Diagnostic& diagnostic : reading.diagnostics) {
        if (diagnostic.where.file.empty()) diagnostic.where.file = opened.path;
        opened.diagnostics.push_back(std::move(diagnostic));
    }
    opened.usable = reading.usable && opened.usable;
    opened.places = std::move(reading.places);
    const std::filesystem::path path(opened.path);
    opened.design.name =
        path.has_filename() ? path.stem().string() : path.parent_path().filename().string();
    opened.design.nextId = nextId;
    for (Stack& stack : reading.stacks) {
        opened.design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    }
}

}  // namespace

void openDescribeFolder(const OpenOptions& options, const FileAccess& files, OpenedDesign& opened) {
    FolderReader folder(files);
    folder.add(opened.path, 0);
    opened.usable = folder.problems.empty();
    opened.diagnostics = std::move(folder.problems);
    take(std::move(folder.read), options, opened);
}

void openDescribeFile(std::string text, const OpenOptions& options, OpenedDesign& opened) {
    opened.usable = true;
    take({{opened.path, opened.path, std::move(text)}}, options, opened);
}

}  // namespace archivolt
