#include "app/session/open_design.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/files/file_access.h"
#include "app/session/finding_places.h"
#include "app/session/open_describe.h"
#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "export/describe/describe.h"
#include "export/project/project.h"
#include "model/base/arn.h"
#include "model/base/region_name.h"

namespace archivolt {

namespace {

Diagnostic problem(const Rule& rule, std::string message, std::string help,
                   const std::string& file) {
    Diagnostic diagnostic = failure(rule, std::move(message), std::move(help)).value();
    diagnostic.where.file = file;
    return diagnostic;
}

/// Returns a stack's name for a template's file: its name without folder and ending, made fit.
std::string stackNameOf(const std::string& path) {
    std::string name;
    for (const char c : std::filesystem::path(path).stem().string()) {
        const bool fits =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (fits) {
            name += c;
        } else if (!name.empty() && !name.ends_with('-')) {
            name += '-';
        }
    }
    while (name.ends_with('-')) name.pop_back();
    // Stack names begin with a letter. Source: CloudFormation API, CreateStack.
    if (name.empty() || (name.front() >= '0' && name.front() <= '9')) name = "stack-" + name;
    while (name.ends_with('-')) name.pop_back();
    return name;
}

void openTemplate(std::string text, OpenedDesign& opened) {
    std::uint32_t nextId = 1;
    Stack stack;
    stack.id = StackId{nextId++};
    const TemplateReading reading = readTemplate(std::move(text), {opened.path, {}}, nextId);
    opened.diagnostics = reading.diagnostics;
    opened.usable = reading.usable;
    stack.name = stackNameOf(opened.path);
    stack.body = reading.body;
    stack.source = sourceOf(reading, opened.path);
    opened.spans[stack.name] = reading.spans;
    opened.design.name = stack.name;
    opened.design.nextId = nextId;
    opened.design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
}

/// Reads the companion beside a template onto the opened design.
void addCompanion(const Result<std::string>& text, OpenedDesign& opened) {
    const std::string path = companionOf(opened.path);
    auto companion = text ? readCompanion(*text, opened.design)
                          : Result<ReadProject>(tl::make_unexpected(text.error()));
    if (!companion) {
        Diagnostic diagnostic = companion.error();
        diagnostic.where.file = path;
        opened.diagnostics.push_back(std::move(diagnostic));
        opened.usable = false;  // Promises and suppressions would be passed over in silence.
        return;
    }
    for (Diagnostic& diagnostic : companion->diagnostics) {
        diagnostic.where.file = path;
        opened.diagnostics.push_back(std::move(diagnostic));
    }
    opened.companion = path;
    opened.design = std::move(companion->design);
    // The companion may give the one stack its name.
    if (opened.design.stacks.size() == 1 && opened.spans.size() == 1) {
        auto spans = opened.spans.begin()->second;
        opened.spans = {{opened.design.stacks.front()->name, std::move(spans)}};
    }
}

constexpr Rule kBadStackText{"OPEN-1",
                             Severity::Error,
                             "the template of a project's stack can't be read",
                             "a project holds its templates word for word, with their faults",
                             "mend its text",
                             "a rule of this program"};

void openProject(const std::string& text, OpenedDesign& opened) {
    std::uint32_t nextId = 1;
    const TemplateReader reader =
        [&](std::string body, TemplateFormat,
            std::string_view stack) -> Result<std::shared_ptr<const TemplateSource>> {
        const std::string file = fmt::format("{}#{}", opened.path, stack);
        const TemplateReading reading = readTemplate(std::move(body), {file, {}}, nextId);
        opened.diagnostics.insert(opened.diagnostics.end(), reading.diagnostics.begin(),
                                  reading.diagnostics.end());
        opened.spans[std::string(stack)] = reading.spans;
        if (!reading.usable) {
            return failure(kBadStackText,
                           fmt::format("the template of stack `{}` can't be read", stack),
                           "mend its text");
        }
        return sourceOf(reading, {});
    };
    auto project = readProject(text, reader);
    if (!project) {
        Diagnostic diagnostic = project.error();
        diagnostic.where.file = opened.path;
        opened.diagnostics.push_back(std::move(diagnostic));
        return;
    }
    for (Diagnostic& diagnostic : project->diagnostics) {
        diagnostic.where.file = opened.path;
        opened.diagnostics.push_back(std::move(diagnostic));
    }
    opened.design = std::move(project->design);
    opened.usable = true;
}

constexpr Rule kNoSuchParameterSet{"OPEN-4",
                                   Severity::Error,
                                   "`--parameter-set` names a set that the design does not hold",
                                   "a misspelt name would pass unseen otherwise",
                                   "name one that the design holds",
                                   "a rule of this program"};

constexpr Rule kBadParameterOption{"OPEN-2",
                                   Severity::Error,
                                   "`--parameter` is given something else than Name=Value",
                                   "nothing says which parameter is meant",
                                   "write --parameter Name=Value",
                                   "a rule of this program"};

constexpr Rule kNoSuchParameter{"OPEN-3",
                                Severity::Error,
                                "`--parameter` names a parameter that no template has",
                                "a misspelt parameter would pass unseen otherwise",
                                "check its spelling",
                                "a rule of this program"};

/// Gives every stack the values that the options name; a parameter must be some stack's.
void setParameters(const OpenOptions& options, OpenedDesign& opened) {
    std::vector<Stack> stacks;
    for (const auto& stack : opened.design.stacks) stacks.push_back(*stack);
    const auto set = [&](Stack& stack, const std::string& name, const Value& value) {
        const Value* parameters = stack.body.section("Parameters");
        if (parameters == nullptr || parameters->find(name) == nullptr) return false;
        stack.parameters[name] = value;
        return true;
    };
    if (!options.parameterSet.empty()) {
        bool found = false;
        for (const ParameterSet& values : opened.design.parameterSets) {
            if (values.name != options.parameterSet) continue;
            found = true;
            for (Stack& stack : stacks) {
                if (stack.name != values.stack) continue;
                for (const auto& [name, value] : values.values) set(stack, name, value);
            }
        }
        if (!found) {
            opened.diagnostics.push_back(
                problem(kNoSuchParameterSet,
                        fmt::format("there is no parameter set named `{}`", options.parameterSet),
                        "name one that the design holds", opened.path));
            opened.usable = false;
            opened.wrongOptions = true;
        }
    }
    for (const std::string& given : options.parameters) {
        const auto equals = given.find('=');
        if (equals == std::string::npos || equals == 0) {
            opened.diagnostics.push_back(problem(
                kBadParameterOption, fmt::format("`--parameter {}` is not Name=Value", given),
                "write --parameter Name=Value", opened.path));
            opened.usable = false;
            opened.wrongOptions = true;
            continue;
        }
        const std::string name = given.substr(0, equals);
        bool found = false;
        for (Stack& stack : stacks) {
            found = set(stack, name, Value::string(given.substr(equals + 1))) || found;
        }
        if (!found) {
            opened.diagnostics.push_back(problem(
                kNoSuchParameter, fmt::format("no template here has a parameter named `{}`", name),
                "check its spelling", opened.path));
            opened.usable = false;
            opened.wrongOptions = true;
        }
    }
    for (Stack& stack : stacks) opened.design = opened.design.withStack(std::move(stack));
}

constexpr Rule kBadAccountOption{"OPEN-8",
                                 Severity::Error,
                                 "`--account` is given a text that is no account number",
                                 "AWS numbers accounts with 12 digits",
                                 "write its 12 digits",
                                 "AWS Account Management Reference Guide, account identifiers"};

constexpr Rule kBadRegionOption{"OPEN-5",
                                Severity::Error,
                                "`--region` is given a text that is no Region",
                                "Regions are named in lower-case letters, digits and hyphens",
                                "write one such as eu-west-1",
                                "AWS General Reference, Regional endpoints"};

/// Reports a Region or account that can't be; says whether both can.
bool placeIsFine(const OpenOptions& options, OpenedDesign& opened) {
    const bool badAccount = !options.account.empty() && !isAccountNumber(options.account);
    const bool badRegion = !options.region.empty() && !isRegionName(options.region);
    if (badAccount) {
        opened.diagnostics.push_back(
            problem(kBadAccountOption, fmt::format("`{}` is no account number", options.account),
                    "write its 12 digits", opened.path));
    } else if (badRegion) {
        opened.diagnostics.push_back(problem(kBadRegionOption,
                                             fmt::format("`{}` is no Region", options.region),
                                             "write one such as eu-west-1", opened.path));
    }
    if (!badAccount && !badRegion) return true;
    opened.usable = false;
    opened.wrongOptions = true;
    return false;
}

void setPlace(const OpenOptions& options, OpenedDesign& opened) {
    if (!placeIsFine(options, opened)) return;
    for (const auto& stack : std::vector(opened.design.stacks)) {
        Stack changed = *stack;
        if (!options.account.empty()) changed.account = options.account;
        if (!options.region.empty()) changed.region = options.region;
        opened.design = opened.design.withStack(std::move(changed));
    }
}

/// Says whether a text may be JSON; of YAML nobody needs the catalogue's lists.
bool beginsAsJson(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

std::string companionOf(const std::string& templatePath) {
    const std::filesystem::path path(templatePath);
    return (path.parent_path() / companionNameOf(path.filename().string())).string();
}

OpenedDesign openDesign(const std::string& path, const OpenOptions& options,
                        const FileAccess& files) {
    OpenedDesign opened;
    opened.path = path;
    if (files.isFolder(path)) {
        if (!placeIsFine(options, opened)) return opened;
        openDescribeFolder(options, files, opened);
        if (opened.usable) setParameters(options, opened);
        return opened;
    }
    auto text = files.read(path, kMaxFileBytes);
    if (!text) {
        opened.diagnostics.push_back(text.error());
        return opened;
    }
    DesignText source{path, *std::move(text)};
    const std::string companion = companionOf(path);
    if (files.isFile(companion)) source.companion = files.read(companion, kMaxFileBytes);
    return openText(std::move(source), options);
}

OpenedDesign openText(DesignText source, const OpenOptions& options) {
    OpenedDesign opened;
    opened.path = std::move(source.path);
    if (looksLikeProject(source.text)) {
        opened.kind = FileKind::Project;
        if (isCompanion(source.text)) {
            opened.diagnostics.push_back(problem(
                kCompanionAlone, "this is the companion of a template, and holds none itself",
                "open the template beside it", opened.path));
            return opened;
        }
        openProject(source.text, opened);
    } else if (beginsAsJson(source.text) && looksLikeDescribe(source.text, *Catalog::embedded())) {
        if (!placeIsFine(options, opened)) return opened;
        openDescribeFile(std::move(source.text), options, opened);
        if (opened.usable) setParameters(options, opened);
        return opened;
    } else {
        openTemplate(std::move(source.text), opened);
        if (opened.usable && source.companion) addCompanion(*source.companion, opened);
    }
    if (!opened.usable) return opened;
    setParameters(options, opened);
    setPlace(options, opened);
    return opened;
}

void locateFindings(const OpenedDesign& opened, std::vector<Diagnostic>& diagnostics) {
    FindingPlaces(opened).locate(diagnostics);
}

RuleList openRules() {
    static constexpr const Rule* kRules[] = {&kBadStackText,       &kNoSuchParameterSet,
                                             &kBadParameterOption, &kNoSuchParameter,
                                             &kBadAccountOption,   &kBadRegionOption};
    return kRules;
}

}  // namespace archivolt
