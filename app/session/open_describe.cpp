#include "app/session/open_describe.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/files/file_access.h"
#include "export/describe/describe.h"

namespace archivolt {

namespace {

constexpr Rule kFolderTooLarge{
    "OPEN-6",
    Severity::Error,
    "a folder holds more than is read",
    "a folder of AWS CLI output is small and flat; this one is something else",
    "name a folder that holds nothing but output of the AWS CLI",
    "a rule of this program"};

constexpr Rule kLinkedFolder{"OPEN-7",
                             Severity::Low,
                             "a link to a folder is not followed",
                             "it may lead anywhere, and round in circles",
                             "name that folder itself, or put a copy in the link's place",
                             "a rule of this program"};

/// Collects the outputs in a folder, in order of their paths; the first failure ends it.
///
/// A file that is not called `.json` is known by what it holds, and may be anything else.
/// Links to folders are told and not followed: they may lead anywhere, and round in circles.
class FolderReader {
public:
    FolderReader(const FileAccess& files, const FolderLimits& limits)
        : m_files(files), m_limits(limits) {}

    /// Reads a folder and those in it; false when something failed.
    bool add(const std::string& folder, int depth) {
        if (depth > m_limits.depth) return fail(folder, "folders are nested too deep");
        for (const std::string& name : m_files.list(folder)) {
            const std::string path =
                fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
            if (++m_names > m_limits.names) return fail(path, "there are too many files");
            if (m_files.isFolder(path)) {
                if (m_files.isLink(path)) {
                    leaveOut(path);
                } else if (!add(path, depth + 1)) {
                    return false;
                }
            } else if (!addFile(path, name.ends_with(".json"))) {
                return false;
            }
        }
        return true;
    }

    std::vector<DescribeFile> read;
    std::vector<Diagnostic> problems;  ///< At most one.
    std::vector<Diagnostic> leftOut;

private:
    bool addFile(const std::string& path, bool isJson) {
        if (isJson && read.size() == m_limits.files) return fail(path, "there are too many files");
        // A pipe that nobody writes to would be waited for.
        if (!m_files.isFile(path)) {
            return !isJson || fail(path, "there is something that is no file");
        }
        auto text = m_files.read(path, kMaxDescribeBytes);
        if (!text) {
            if (isJson) problems.push_back(text.error());
            return !isJson;
        }
        m_bytes += text->size();
        if (m_bytes > m_limits.bytes) return fail(path, "the files are too large together");
        if (!isJson && !looksLikeDescribe(*text, *Catalog::embedded())) return true;
        if (read.size() == m_limits.files) return fail(path, "there are too many files");
        read.push_back({path, path, *std::move(text)});
        return true;
    }

    void leaveOut(const std::string& path) {
        Diagnostic diagnostic =
            failure(kLinkedFolder,
                    fmt::format("`{}` is a link to a folder, and is not followed", path),
                    "name that folder itself, or put a copy in the link's place")
                .value();
        diagnostic.where.file = path;
        leftOut.push_back(std::move(diagnostic));
    }

    bool fail(const std::string& path, const std::string& what) {
        Diagnostic diagnostic =
            failure(kFolderTooLarge, fmt::format("{}: `{}`", what, path),
                    "name a folder that holds nothing but output of the AWS CLI")
                .value();
        diagnostic.where.file = path;
        problems.push_back(std::move(diagnostic));
        return false;
    }

    const FileAccess& m_files;
    const FolderLimits& m_limits;
    std::size_t m_names = 0;
    std::size_t m_bytes = 0;
};

void take(std::vector<DescribeFile> files, const OpenOptions& options, OpenedDesign& opened) {
    opened.kind = FileKind::Describe;
    DescribeDefaults defaults;
    defaults.accountIsGiven = !options.account.empty();
    defaults.regionIsGiven = !options.region.empty();
    if (defaults.accountIsGiven) defaults.account = options.account;
    if (defaults.regionIsGiven) defaults.region = options.region;
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

void openDescribeFolder(const OpenOptions& options, const FileAccess& files, OpenedDesign& opened,
                        const FolderLimits& limits) {
    FolderReader folder(files, limits);
    opened.kind = FileKind::Describe;
    opened.usable = folder.add(opened.path, 0);
    opened.diagnostics = std::move(opened.usable ? folder.leftOut : folder.problems);
    if (!opened.usable) return;
    take(std::move(folder.read), options, opened);
}

void openDescribeFile(std::string text, const OpenOptions& options, OpenedDesign& opened) {
    opened.usable = true;
    take({{opened.path, opened.path, std::move(text)}}, options, opened);
}

RuleList openDescribeRules() {
    static constexpr const Rule* kRules[] = {&kFolderTooLarge, &kLinkedFolder};
    return kRules;
}

}  // namespace archivolt
