#include "app/command/open_access.h"

#include "app/command/commands.h"
#include "app/files/file_access.h"
#include "model/access/given_policies.h"
#include "model/policy/json_text.h"

namespace archivolt {

namespace {

/// Reads what --policies names; none without it, nothing when it can't be read.
std::optional<GivenPolicies> readGiven(const PolicyQuestionOptions& options,
                                       const CommandContext& context) {
    if (options.policies.empty()) return GivenPolicies();
    constexpr std::size_t kLargest = std::size_t{256} << 20U;
    const auto text = context.files.read(options.policies, kLargest);
    if (!text) {
        printDiagnostics({text.error()}, context);
        return std::nullopt;
    }
    const auto tree = valueFromJsonText(*text);
    auto given =
        tree ? givenPoliciesFrom(*tree) : Result<GivenPolicies>(tl::make_unexpected(tree.error()));
    if (given) return *std::move(given);
    Diagnostic problem = given.error();
    problem.where.file = options.policies;
    printDiagnostics({problem}, context);
    return std::nullopt;
}

}  // namespace

std::optional<OpenedAccess> openAccess(const PolicyQuestionOptions& options,
                                       const CommandContext& context) {
    OpenedAccess result;
    result.opened = openDesign(options.file,
                               {options.deploy.parameters, options.deploy.parameterSet,
                                options.deploy.region, options.deploy.account},
                               context.files);
    if (!result.opened.usable) {
        printDiagnostics(result.opened.diagnostics, context);
        return std::nullopt;
    }
    const auto given = readGiven(options, context);
    if (!given) return std::nullopt;
    const auto catalog = Catalog::embedded();
    result.resolved = resolve(result.opened.design, *catalog);
    result.given = *given;
    result.model = buildAccessModel(*result.resolved->evaluated, *catalog, result.given);
    return result;
}

}  // namespace archivolt
