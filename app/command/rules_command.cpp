#include <fmt/format.h>

#include <ostream>
#include <string>
#include <vector>

#include "app/command/commands.h"
#include "app/command/rules_report.h"
#include "model/design/names.h"

namespace archivolt {

namespace {

constexpr Rule kNoSuchCode{"RULES-1",
                           Severity::Error,
                           "`archivolt rules` is asked for a code that nothing has",
                           "codes are stable, so it is a slip of the pen, or of another version",
                           "name one of those that `archivolt rules` lists",
                           "a rule of this program"};

Result<const Rule*> ruleNamed(const std::vector<const Rule*>& rules, const std::string& code) {
    if (const Rule* found = findRule(rules, code)) return found;
    std::vector<std::string> codes;
    for (const Rule* rule : asPeopleCount(rules)) codes.emplace_back(rule->code);
    std::string wanted = code;
    for (char& c : wanted) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool near = !nearNames(wanted, codes).empty();
    return failure(kNoSuchCode, fmt::format("there is no rule `{}`", code),
                   near ? nameHelp(wanted, codes) : "`archivolt rules` lists them all");
}

}  // namespace

ExitStatus rulesCommand(const RulesOptions& options, const CommandContext& context) {
    const auto chapters = ruleChapters();
    const auto rules = allRules();
    const bool json = options.format == "json";
    if (options.code.empty()) {
        context.out << (json ? rulesJson(asPeopleCount(rules))
                             : rulesText(chapters, context.colour));
        return ExitStatus::Fine;
    }
    const auto rule = ruleNamed(rules, options.code);
    if (!rule) {
        printDiagnostics({rule.error()}, context);
        return ExitStatus::Usage;
    }
    const Rule* const one[] = {*rule};
    context.out << (json ? rulesJson(one) : ruleText(**rule, context.colour));
    return ExitStatus::Fine;
}

RuleList rulesRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchCode};
    return kRules;
}

}  // namespace archivolt
