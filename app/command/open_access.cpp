#include "app/command/open_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command/commands.h"
#include "app/command/unusable.h"
#include "app/files/file_access.h"
#include "model/access/control_policies.h"
#include "model/access/given_policies.h"
#include "model/base/arn.h"
#include "model/policy/json_text.h"

namespace archivolt {

namespace {

constexpr std::size_t kLargest = std::size_t{256} << 20U;

/// Reads what was collected of policies: one file, or a folder of them.
class CollectedPolicies {
public:
    explicit CollectedPolicies(const CommandContext& context) : m_context(context) {}

    /// Says whether all could be read; what could not is said.
    bool read(const std::string& path) {
        if (!m_context.files.isFolder(path)) return readFile(path, {});
        bool fine = true;
        for (const std::string& name : sorted(path)) {
            const std::string inside = fmt::format("{}/{}", path, name);
            const bool control = name == "scps" || name == "rcps";
            if (m_context.files.isFolder(inside)) {
                if (control) fine = readLevels(inside, name == "rcps") && fine;
            } else if (name.ends_with(".json")) {
                fine = readFile(inside, name.substr(0, name.size() - 5)) && fine;
            }
        }
        return fine;
    }

    GivenPolicies given;
    std::vector<CollectedControl> controls;

private:
    [[nodiscard]] std::vector<std::string> sorted(const std::string& folder) const {
        std::vector<std::string> names = m_context.files.list(folder);
        std::ranges::sort(names);
        return names;
    }

    bool refuse(const std::string& path, Diagnostic problem) const {
        problem.where.file = path;
        printDiagnostics({std::move(problem)}, m_context);
        return false;
    }

    bool readFile(const std::string& path, const std::string& name) {
        const auto text = m_context.files.read(path, kLargest);
        if (!text) return refuse(path, text.error());
        const auto tree = valueFromJsonText(*text);
        if (!tree) return refuse(path, tree.error());
        auto found = givenPoliciesFrom(*tree, name);
        if (!found) return refuse(path, found.error());
        given.merge(*found);
        return true;
    }

    /// Each folder in it is a level, in the order of their names; one named by an account's number
    /// is that account's.
    bool readLevels(const std::string& folder, bool ofResources) {
        bool fine = true;
        for (const std::string& level : sorted(folder)) {
            const std::string inside = fmt::format("{}/{}", folder, level);
            if (!m_context.files.isFolder(inside)) continue;
            for (const std::string& name : sorted(inside)) {
                if (!name.ends_with(".json")) continue;
                const std::string path = fmt::format("{}/{}", inside, name);
                const auto text = m_context.files.read(path, kLargest);
                const auto tree = text ? valueFromJsonText(*text)
                                       : Result<Value>(tl::make_unexpected(text.error()));
                auto document = tree ? controlDocumentFrom(*tree)
                                     : Result<Value>(tl::make_unexpected(tree.error()));
                if (!document) {
                    fine = refuse(path, document.error());
                    continue;
                }
                controls.push_back({name.substr(0, name.size() - 5), level,
                                    isAccountNumber(level) ? level : std::string(), ofResources,
                                    *std::move(document)});
            }
        }
        return fine;
    }

    const CommandContext& m_context;
};

}  // namespace

tl::expected<OpenedAccess, ExitStatus> openAccess(const PolicyQuestionOptions& options,
                                                  const CommandContext& context) {
    OpenedAccess result;
    result.opened = openDesign(options.file, options.deploy, context.files);
    if (!result.opened.usable) {
        printDiagnostics(result.opened.diagnostics, context);
        return tl::make_unexpected(statusOfUnusable(result.opened));
    }
    CollectedPolicies collected(context);
    if (!options.policies.empty() && !collected.read(options.policies)) {
        return tl::make_unexpected(ExitStatus::Unreadable);
    }
    const auto catalog = Catalog::embedded();
    result.resolved = resolve(result.opened.design, *catalog);
    result.given = std::move(collected.given);
    result.model = buildAccessModel(*result.resolved->evaluated, *catalog, result.given);
    addControls(result.model, collected.controls);
    return result;
}

}  // namespace archivolt
