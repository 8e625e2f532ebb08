#include "app/session/save_design.h"

#include "app/files/file_access.h"
#include "export/cloudformation/write_template.h"
#include "export/project/project.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Says whether a template's design holds anything that its text can't.
bool needsCompanion(const Design& design) {
    const Stack& stack = *design.stacks.front();
    Stack plain;
    return !design.placements.empty() || !design.places.empty() || !design.notes.empty() ||
           !design.frames.empty() || !design.parameterSets.empty() ||
           !design.suppressions.empty() || !design.intents.items().empty() ||
           !design.scenarios.items().empty() || !design.unknown.entries().empty() ||
           !stack.parameters.empty() || stack.account != plain.account ||
           stack.region != plain.region;
}

}  // namespace

constexpr Rule kDescribedNotSaved{
    "SAVE-2",
    Severity::Error,
    "what the AWS CLI printed is saved as such",
    "output of the AWS CLI is only read; there is no command that takes it back",
    "save the design as a project (.archivolt)",
    "a rule of this program"};

Result<std::string> savedText(const Design& design, FileKind kind) {
    if (kind == FileKind::Describe) {
        return failure(kDescribedNotSaved, "what the AWS CLI printed is not written back",
                       "save the design as a project (.archivolt)");
    }
    if (kind == FileKind::Project) return writeProject(design, writeTemplate);
    INVARIANT(design.stacks.size() == 1);
    return writeTemplate(*design.stacks.front());
}

Result<std::vector<FileToWrite>> filesToSave(const Design& design, FileKind kind,
                                             const std::string& path, const FileAccess& files) {
    if (kind == FileKind::Template && design.stacks.size() != 1) {
        return failure(kManyStacks, "a design of several stacks does not fit into one template",
                       "save it as a project (.archivolt)");
    }
    if (kind == FileKind::Describe && path.ends_with(".archivolt")) kind = FileKind::Project;
    auto text = savedText(design, kind);
    if (!text) return tl::make_unexpected(text.error());
    std::vector<FileToWrite> list;
    // The companion goes first: if it fails, the template is still as it was.
    const std::string companion = companionOf(path);
    if (kind == FileKind::Template && (needsCompanion(design) || files.isFile(companion))) {
        auto beside = writeCompanion(design);
        if (!beside) return tl::make_unexpected(beside.error());
        list.push_back({companion, *std::move(beside)});
    }
    list.push_back({path, *std::move(text)});
    return list;
}

Result<void> saveDesign(const Design& design, FileKind kind, const std::string& path,
                        FileAccess& files) {
    const auto list = filesToSave(design, kind, path, files);
    if (!list) return tl::make_unexpected(list.error());
    for (const FileToWrite& file : *list) {
        if (auto written = files.writeAtomically(file.path, file.bytes); !written) return written;
    }
    return {};
}

RuleList saveRules() {
    static constexpr const Rule* kRules[] = {&kManyStacks, &kNoExportName, &kNotDrawnYet,
                                             &kDescribedNotSaved};
    return kRules;
}

}  // namespace archivolt
