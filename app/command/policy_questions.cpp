#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/open_access.h"
#include "app/command/policy.h"
#include "app/command/report_text.h"
#include "model/access/asking.h"
#include "model/access/questions.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// Where a deciding statement stands: the policy's name and its place in the text.
struct Evidence {
    std::string policy;
    Origin origin;
    Where where;
};

/// Finds the text of statements: each by its policy's origin and its path in the document.
class EvidenceFinder {
public:
    explicit EvidenceFinder(const OpenedAccess& access)
        : m_access(access), m_asking(access.model, m_table) {}

    [[nodiscard]] Evidence of(const WhoCanEntry& entry, const DecidingStatement& one) const {
        StatementPlace found = placeOf(m_asking, entry.who, entry.arn, one);
        return {std::move(found.name), found.origin, place(found.origin)};
    }

private:
    [[nodiscard]] Where place(const Origin& origin) const {
        const Design& design = m_access.opened.design;
        const auto stack = design.stack(origin.stack);
        const auto resource = stack ? stack->body.resources.find(origin.resource) : nullptr;
        if (!resource) return {};
        Diagnostic found;
        found.where.stack = stack->name;
        found.where.resource = resource->logicalId;
        found.where.path = Path{"Resources", resource->logicalId};
        found.where.anchor = Anchor::Key;
        if (!origin.property.empty()) {
            const SourceOfValue source = sourceOf(*m_access.resolved->evaluated, origin.stack,
                                                  origin.resource, origin.property);
            if (!source.path.empty()) {
                found.where.path = source.path;
                found.where.anchor = Anchor::Value;
            }
        }
        std::vector<Diagnostic> one = {std::move(found)};
        locateFindings(m_access.opened, one);
        return one.front().where;
    }

    const OpenedAccess& m_access;
    ActionTable m_table = ActionTable::embedded();
    Asking m_asking;
};

Json evidenceJson(const Evidence& evidence, const DecidingStatement& one) {
    Json json = {{"layer", toString(one.at.layer)},
                 {"policy", evidence.policy},
                 {"effect", one.effect == PolicyEffect::Allow ? "Allow" : "Deny"},
                 {"applies", one.holds == Truth::Yes ? "Yes" : "Unknown"}};
    if (!one.sid.empty()) json["sid"] = one.sid;
    json["where"] = {{"file", evidence.where.file},
                     {"line", evidence.where.line},
                     {"column", evidence.where.column},
                     {"resource", evidence.where.resource},
                     {"property", evidence.origin.property.toString()}};
    return json;
}

Json entryJson(const WhoCanEntry& entry, const AccessModel& model, const EvidenceFinder& finder) {
    Json json = {{"principal", entry.who.shown}, {"resource", entry.arn}};
    if (entry.who.principal >= 0) {
        const auto& principal = model.principals[static_cast<std::size_t>(entry.who.principal)];
        json["arn"] = principal.caller.name;
        json["acts_for"] = principal.actsFor;
    }
    const Json answer = toJson(entry.answer, "");
    json["decision"] = answer["decision"];
    json["why"] = answer["why"];
    Json decided = Json::array();
    for (const DecidingStatement& one : entry.answer.explanation.decidedBy) {
        decided.push_back(evidenceJson(finder.of(entry, one), one));
    }
    json["decided_by"] = std::move(decided);
    json["allowed"] = answer["allowed"];
    for (const char* key : {"unknown", "to_allow"}) {
        if (answer.contains(key)) json[key] = answer[key];
    }
    return json;
}

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

const char* wordOf(Truth allowed) {
    switch (allowed) {
        case Truth::Yes: return "may";
        case Truth::Unknown: return "perhaps";
        case Truth::No: return "no";
    }
    return "";
}

const char* wordsOf(const DecidingStatement& one) {
    const bool sure = one.holds == Truth::Yes;
    if (one.effect == PolicyEffect::Allow) return sure ? "allowed" : "perhaps allowed";
    return sure ? "denied" : "perhaps denied";
}

/// Says on one line by what an entry is decided; of a refusal first what is missing, then what
/// allows it in vain.
std::string becauseOf(const WhoCanEntry& entry, const EvidenceFinder& finder) {
    std::string text;
    if (entry.answer.allowed == Truth::No) {
        text = whatIsMissing(entry.answer.explanation, entry.answer.verdict);
    }
    for (const DecidingStatement& one : entry.answer.explanation.decidedBy) {
        const Evidence evidence = finder.of(entry, one);
        text += fmt::format("{}{} by {}{}", text.empty() ? "" : "; ", wordsOf(one), evidence.policy,
                            evidence.where.line == 0 ? std::string()
                                                     : fmt::format(" ({}:{})", evidence.where.file,
                                                                   evidence.where.line));
    }
    const bool why = text.empty() || entry.answer.verdict == AccessVerdict::Unknown;
    if (why) text += (text.empty() ? "" : "; ") + entry.answer.explanation.why;
    return text;
}

/// Says whether a refusal is more than that nothing allows it.
bool worthTelling(const WhoCanEntry& entry) {
    const auto& deciding = entry.answer.explanation.decidedBy;
    const bool grants = std::ranges::any_of(
        deciding, [](const DecidingStatement& one) { return one.effect == PolicyEffect::Allow; });
    return grants || entry.answer.verdict == AccessVerdict::ExplicitlyDenied || !entry.whole;
}

std::string whoCanText(const WhoCan& answer, const AccessModel& model,
                       const EvidenceFinder& finder) {
    std::string text = fmt::format("Who can {} on {}\n\n", answer.action, answer.asked.front());
    std::size_t denied = 0;
    for (const Truth allowed : {Truth::Yes, Truth::Unknown, Truth::No}) {
        for (const WhoCanEntry& entry : answer.entries) {
            if (entry.answer.allowed != allowed) continue;
            if (allowed == Truth::No && !worthTelling(entry)) continue;
            text += fmt::format("  {:<8} {}", wordOf(allowed), entry.who.shown);
            if (entry.who.principal >= 0) {
                const auto& who = model.principals[static_cast<std::size_t>(entry.who.principal)];
                if (!who.actsFor.empty()) {
                    text += fmt::format(" (for {})", fmt::join(who.actsFor, ", "));
                }
            }
            if (!entry.whole) text += fmt::format(", on {}", entry.arn);
            text += fmt::format("\n           {}\n", becauseOf(entry, finder));
        }
    }
    for (const WhoCanEntry& entry : answer.entries) {
        if (entry.whole && entry.answer.allowed == Truth::No && !worthTelling(entry)) ++denied;
    }
    if (denied > 0) text += fmt::format("  no       {} more, whom nothing allows it\n", denied);
    for (const WhoCanChain& chain : answer.chains) {
        text += fmt::format("  by way   {}{}\n", fmt::join(chain.steps, " → "),
                            chain.sure ? "" : " (a step turns on what is not known)");
    }
    return text;
}

Json whatCanJson(const WhatCan& answer) {
    Json entries = Json::array();
    for (const WhatCanEntry& entry : answer.entries) {
        entries.push_back({{"resource", entry.resource.empty() ? Json() : Json(entry.resource)},
                           {"arn", entry.arn},
                           {"everything", entry.everything},
                           {"allowed", entry.allowed},
                           {"unknown", {{"actions", entry.open}, {"keys", entry.keys}}}});
    }
    Json grants = Json::array();
    for (const WhatCanGrant& grant : answer.grants) {
        grants.push_back({{"policy", grant.policy},
                          {"actions", grant.actions},
                          {"resources", grant.resources},
                          {"conditional", grant.conditional}});
    }
    Json escalations = Json::array();
    Json paths = Json::array();
    for (const EscalationPath& one : answer.paths) {
        paths.push_back({{"principals", one.principals}, {"how", one.how}, {"sure", one.sure}});
    }
    for (const Escalation& one : answer.escalations) {
        escalations.push_back(
            {{"to", one.to}, {"how", one.how}, {"actions", one.actions}, {"sure", one.sure}});
    }
    return {{"format", 1},
            {"principal", answer.who.shown},
            {"grants", std::move(grants)},
            {"escalations", std::move(escalations)},
            {"paths", std::move(paths)},
            {"arn", answer.who.caller.name},
            {"resources", std::move(entries)},
            {"takes_on", answer.takesOn},
            {"passes", answer.hands},
            {"not_known", answer.notKnown}};
}

std::string actionsText(const std::vector<std::string>& actions) {
    constexpr std::size_t kMost = 8;
    const std::vector<std::string> few(
        actions.begin(),
        actions.begin() + static_cast<std::ptrdiff_t>(std::min(kMost, actions.size())));
    std::string text = fmt::format("{}", fmt::join(few, ", "));
    if (actions.size() > kMost) text += fmt::format(" and {} more", actions.size() - kMost);
    return text;
}

std::string whatCanText(const WhatCan& answer) {
    std::string text =
        fmt::format("What {} can do ({})\n\n", answer.who.shown, answer.who.caller.name);
    for (const WhatCanEntry& entry : answer.entries) {
        text +=
            fmt::format("  {}\n", entry.resource.empty() ? "Anything, where the action takes none"
                                                         : entry.resource + "  " + entry.arn);
        if (entry.everything) {
            text += fmt::format("    may      everything of {}\n",
                                entry.allowed.front().substr(0, entry.allowed.front().find(':')));
        } else if (!entry.allowed.empty()) {
            text += fmt::format("    may      {}\n", actionsText(entry.allowed));
        }
        if (!entry.open.empty()) {
            text += fmt::format("    perhaps  {}{}\n", actionsText(entry.open),
                                entry.keys.empty()
                                    ? std::string()
                                    : fmt::format(", by {}", fmt::join(entry.keys, ", ")));
        }
    }
    if (answer.entries.empty()) text += "  nothing on what the design holds\n";
    if (!answer.grants.empty())
        text += "\n  Allowed by its policies, on things beyond the design too\n";
    for (const WhatCanGrant& grant : answer.grants) {
        text += fmt::format("    {}\n      {}\n      on {}{}\n", grant.policy, grant.actions,
                            grant.resources, grant.conditional ? ", under conditions" : "");
    }
    for (const Escalation& one : answer.escalations) {
        text += fmt::format("  {} {}: {} ({})\n", one.sure ? "becomes " : "perhaps becomes",
                            one.to == answer.who.shown ? std::string("anybody") : one.to, one.how,
                            fmt::join(one.actions, ", "));
    }
    for (const EscalationPath& one : answer.paths) {
        std::string way = one.principals.front();
        for (std::size_t i = 0; i < one.how.size(); ++i) {
            way += fmt::format(" → {} ({})", one.principals[i + 1], one.how[i]);
        }
        text += fmt::format("  {} {}\n", one.sure ? "by way " : "perhaps by way", way);
    }
    if (!answer.takesOn.empty()) {
        text += fmt::format("  takes on {}\n", fmt::join(answer.takesOn, ", "));
    }
    if (!answer.hands.empty())
        text += fmt::format("  passes   {}\n", fmt::join(answer.hands, ", "));
    for (const std::string& why : answer.notKnown) {
        text += fmt::format("  left out, and may allow more or deny: {}\n", why);
    }
    return text;
}

ExitStatus refused(const Diagnostic& problem, const CommandContext& context) {
    printDiagnostics({problem}, context);
    return ExitStatus::Usage;
}

}  // namespace

ExitStatus policyWhoCanCommand(const PolicyQuestionOptions& options,
                               const CommandContext& context) {
    const auto access = openAccess(options, context);
    if (!access) return access.error();
    const auto answer =
        whoCan(access->model, ActionTable::embedded(), options.action, options.resource);
    if (!answer) return refused(answer.error(), context);
    const EvidenceFinder finder(*access);
    if (options.format == "json") {
        Json entries = Json::array();
        for (const WhoCanEntry& entry : answer->entries) {
            entries.push_back(entryJson(entry, access->model, finder));
        }
        Json chains = Json::array();
        for (const WhoCanChain& chain : answer->chains) {
            chains.push_back({{"steps", chain.steps}, {"sure", chain.sure}});
        }
        context.out << dumped({{"format", 1},
                               {"action", answer->action},
                               {"resource", answer->resource},
                               {"asked", answer->asked},
                               {"answers", std::move(entries)},
                               {"chains", std::move(chains)}});
    } else {
        context.out << printableLines(whoCanText(*answer, access->model, finder));
    }
    const bool any = std::ranges::any_of(answer->entries, [](const WhoCanEntry& entry) {
        return entry.answer.allowed == Truth::Unknown;
    });
    return any ? ExitStatus::Unknown : ExitStatus::Fine;
}

ExitStatus policyWhatCanCommand(const PolicyQuestionOptions& options,
                                const CommandContext& context) {
    const auto access = openAccess(options, context);
    if (!access) return access.error();
    const auto answer = whatCan(access->model, ActionTable::embedded(), options.principal);
    if (!answer) return refused(answer.error(), context);
    context.out << (options.format == "json" ? dumped(whatCanJson(*answer))
                                             : printableLines(whatCanText(*answer)));
    const bool open = std::ranges::any_of(
        answer->entries, [](const WhatCanEntry& entry) { return !entry.open.empty(); });
    return open || !answer->notKnown.empty() ? ExitStatus::Unknown : ExitStatus::Fine;
}

}  // namespace archivolt
