#include "app/modes/access/access_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/modes/access/usual_actions.h"
#include "app/modes/name_match.h"
#include "model/access/access_rules.h"
#include "model/access/asking.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

std::string plain(std::string text) {
    std::erase(text, '`');
    return text;
}

std::string layerWords(PolicyLayer layer) {
    switch (layer) {
        case PolicyLayer::Identity: return "Its own policy";
        case PolicyLayer::Resource: return "The resource's policy";
        case PolicyLayer::Boundary: return "Permissions boundary";
        case PolicyLayer::Session: return "Session policy";
        case PolicyLayer::ServiceControl: return "Service control";
        case PolicyLayer::ResourceControl: return "Resource control";
        case PolicyLayer::Endpoint: return "Endpoint policy";
    }
    return {};
}

std::string effectWords(const DecidingStatement& one) {
    const bool sure = one.holds == Truth::Yes;
    if (one.effect == PolicyEffect::Allow) return sure ? "allows" : "may allow";
    return sure ? "denies" : "may deny";
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most; ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
    return text;
}

class Answerer {
public:
    Answerer(const AccessScene& scene, const AccessAsk& ask, const WhoCanBefore* before)
        : m_scene(scene),
          m_model(*scene.model),
          m_ask(ask),
          m_before(before),
          m_table(ActionTable::embedded()),
          m_asking(m_model, m_table) {
        for (BoxIndex i = 1; i < scene.diagram->boxes.size(); ++i) {
            const Box& box = scene.diagram->boxes[i];
            if (box.resource) m_boxes.emplace(box.resource, i);
            for (const Part& part : box.attributes) m_attributes.emplace(part.resource, i);
        }
        for (const AccessRunner& runner : m_model.runners) {
            m_runners.emplace(runner.principal, &runner);
        }
    }

    Result<AccessAnswer> answer() {
        if (m_ask.who.empty()) return whoAnswer();
        return m_ask.on.empty() ? whatAnswer() : requestAnswer();
    }

private:
    Result<AccessAnswer> whoAnswer() {
        const std::string action = actionAsked();
        auto asked = whoCan(m_model, m_table, action, m_ask.on, m_before);
        if (!asked) return tl::make_unexpected(asked.error());
        const auto found = std::make_shared<const WhoCan>(*std::move(asked));
        AccessAnswer answer;
        answer.found = {m_scene.model, found};
        answer.action = action;
        answer.subject = boxesNamed(m_ask.on);
        std::vector<std::string> names;
        std::vector<std::string> open;
        for (const Truth allowed : {Truth::Yes, Truth::Unknown, Truth::No}) {
            for (const WhoCanEntry& entry : found->entries) {
                if (entry.answer.allowed != allowed) continue;
                if (allowed == Truth::Yes) names.push_back(entry.who.shown);
                if (allowed == Truth::Unknown) open.push_back(entry.who.shown);
                answer.rows.push_back(rowOf(entry));
            }
        }
        for (const WhoCanChain& chain : found->chains) {
            answer.notes.push_back(fmt::format("By way of roles: {}{}",
                                               fmt::join(chain.steps, " → "),
                                               chain.sure ? "" : ", where a step is not certain"));
        }
        const std::string who = !names.empty()  ? listed(names, 3) + " can"
                                : !open.empty() ? "Perhaps " + listed(open, 3) + " can"
                                                : std::string("Nobody of this design can");
        answer.sentence = fmt::format("{} {} on {}.", who, action, m_ask.on);
        return answer;
    }

    AccessRow rowOf(const WhoCanEntry& entry) const {
        AccessRow row;
        row.name = entry.who.shown;
        row.allowed = entry.answer.allowed;
        const AccessExplanation& explained = entry.answer.explanation;
        const bool isGranted = std::ranges::any_of(
            explained.decidedBy, [](const auto& one) { return one.effect == PolicyEffect::Allow; });
        // What nothing allows is not "perhaps denied" by a statement that would deny it as well.
        const bool isRefused = entry.answer.allowed == Truth::No && !isGranted &&
                               entry.answer.verdict != AccessVerdict::ExplicitlyDenied;
        if (entry.answer.allowed == Truth::Unknown) row.detail = plain(explained.why);
        if (entry.answer.allowed == Truth::No && isGranted) {
            row.detail = plain(whatIsMissing(explained, entry.answer.verdict));
        }
        for (const DecidingStatement& one : explained.decidedBy) {
            if (isRefused) break;
            const StatementPlace place = placeOf(m_asking, entry.who, entry.arn, one);
            row.detail += fmt::format("{}{}{} by {}", row.detail.empty() ? "" : "; ",
                                      one.holds == Truth::Yes ? "" : "perhaps ",
                                      one.effect == PolicyEffect::Allow ? "allowed" : "denied",
                                      plain(place.name));
        }
        // One layer allows it and another one does not: what allows it is not why it is refused.
        const bool isDenied = std::ranges::any_of(
            explained.decidedBy, [](const auto& one) { return one.effect != PolicyEffect::Allow; });
        if (entry.answer.allowed == Truth::No && isGranted && !isDenied) {
            row.detail = fmt::format("{}, though {}", plain(explained.why), row.detail);
        }
        // The list has room for the kind of refusal; what would have to change, a request says.
        if (row.detail.empty())
            row.detail = isRefused ? "no policy allows it" : plain(explained.why);
        if (!entry.whole) row.name += ", on " + entry.arn;
        if (entry.who.principal >= 0) {
            const auto place = static_cast<std::size_t>(entry.who.principal);
            row.end = m_model.principals[place].logicalId;
            row.boxes = boxesOfPrincipal(place);
        }
        return row;
    }

    /// Returns what to call the actions of a service that take no resource.
    static std::string withoutResource(const WhatCanEntry& entry) {
        const std::vector<std::string>& actions =
            entry.allowed.empty() ? entry.open : entry.allowed;
        if (actions.empty()) return "Actions without a resource";
        return fmt::format("Actions of {} without a resource",
                           actions.front().substr(0, actions.front().find(':')));
    }

    Result<AccessAnswer> whatAnswer() {
        auto found = whatCan(m_model, m_table, m_ask.who);
        if (!found) return tl::make_unexpected(found.error());
        AccessAnswer answer;
        answer.subject = boxesNamed(m_ask.who);
        for (std::size_t i = 0; i < m_model.principals.size(); ++i) {
            if (m_model.principals[i].logicalId != m_ask.who) continue;
            answer.subject = boxesOfPrincipal(i);
        }
        for (const WhatCanEntry& entry : found->entries) {
            AccessRow row;
            row.name = entry.resource.empty() ? withoutResource(entry) : entry.resource;
            row.end = entry.resource;
            row.allowed = entry.allowed.empty() ? Truth::Unknown : Truth::Yes;
            row.detail = entry.everything ? "everything" : listed(entry.allowed, 4);
            if (!entry.open.empty()) {
                row.detail += fmt::format("{}perhaps {}", row.detail.empty() ? "" : "; ",
                                          listed(entry.open, 3));
                if (!entry.keys.empty()) row.detail += ", by " + listed(entry.keys, 3);
            }
            row.boxes = boxesNamed(entry.resource);
            answer.rows.push_back(std::move(row));
        }
        for (const Escalation& one : found->escalations) {
            answer.notes.push_back(
                fmt::format("{} {}: {}", one.sure ? "Becomes" : "May become", one.to, one.how));
        }
        if (!found->takesOn.empty())
            answer.notes.push_back("Takes on " + listed(found->takesOn, 6));
        for (const std::string& why : found->notKnown) {
            answer.notes.push_back("Left out, and may allow more or deny: " + plain(why));
        }
        answer.sentence =
            answer.rows.empty()
                ? fmt::format("{} can do nothing with what the design holds.", m_ask.who)
                : fmt::format("What {} can do.", m_ask.who);
        return answer;
    }

    Result<AccessAnswer> requestAnswer() {
        const auto arn = arnNamed(m_model, m_ask.on);
        if (!arn) return tl::make_unexpected(arn.error());
        std::optional<AccessCaller> who;
        for (std::size_t i = 0; i < m_model.principals.size(); ++i) {
            const AccessPrincipal& one = m_model.principals[i];
            if (one.logicalId == m_ask.who || one.caller.name == m_ask.who ||
                one.stack + '/' + one.logicalId == m_ask.who) {
                who = m_asking.callerOf(i);
            }
        }
        if (!who) {
            return failure(kNoSuchPrincipal, fmt::format("no user or role is named {}", m_ask.who),
                           "click one on the drawing, or what runs as one");
        }
        const std::string action = actionAsked();
        const std::string target = arnFor(action, *arn);
        AccessSituation situation;
        situation.keys = m_ask.context;
        const PolicyAnswer decided = m_asking.answer(*who, action, target, situation);
        AccessAnswer answer;
        answer.action = action;
        answer.isRequest = true;
        answer.allowed = decided.allowed;
        answer.subject = boxesNamed(m_ask.on);
        const char* word = decided.allowed == Truth::Yes  ? "may"
                           : decided.allowed == Truth::No ? "may not"
                                                          : "may or may not";
        answer.sentence = fmt::format("{} {} {} on {}: {}.", m_ask.who, word, action, m_ask.on,
                                      plain(decided.explanation.why));
        explain(decided, *who, target, answer);
        AccessRow row;
        row.name = m_ask.who;
        row.allowed = decided.allowed;
        for (std::size_t i = 0; i < m_model.principals.size(); ++i) {
            if (m_model.principals[i].caller.name != who->caller.name) continue;
            row.boxes = boxesOfPrincipal(i);
        }
        answer.rows.push_back(std::move(row));
        return answer;
    }

    void explain(const PolicyAnswer& decided, const AccessCaller& who, const std::string& arn,
                 AccessAnswer& answer) const {
        for (const DecidingStatement& one : decided.explanation.decidedBy) {
            const StatementPlace place = placeOf(m_asking, who, arn, one);
            answer.reasons.push_back({layerWords(one.at.layer), effectWords(one),
                                      plain(place.name) + (one.sid.empty() ? "" : ", " + one.sid),
                                      place.origin.resource});
        }
        for (const NeededChange& change : decided.explanation.toAllow) {
            answer.notes.push_back("To allow it, " + plain(change.text));
        }
        for (const std::string& what : decided.explanation.notKnown) {
            answer.notes.push_back("Not known: " + plain(what));
        }
        for (const std::string& key : decided.open.keys) {
            answer.notes.push_back(
                fmt::format("It turns on {}, which only the request tells", key));
        }
    }

    [[nodiscard]] std::string actionAsked() const {
        if (!m_ask.action.empty()) return m_ask.action;
        const auto actions = actionsOn(m_model, m_ask.on);
        return actions.empty() ? std::string() : actions.front();
    }

    /// Returns the ARN that an action takes where `arn` is named: an object of a bucket.
    [[nodiscard]] std::string arnFor(const std::string& action, const std::string& arn) const {
        const auto colon = action.find(':');
        const auto service = m_table.service(std::string_view(action).substr(0, colon));
        if (!service || colon == std::string::npos) return arn;
        const ActionFacts* facts = service->action(std::string_view(action).substr(colon + 1));
        if (facts == nullptr) return arn;
        const std::string taken = m_asking.arnFor(*service, *facts, arn);
        return taken.empty() ? arn : taken;
    }

    [[nodiscard]] BoxIndex boxOf(ResourceId resource) const {
        if (const auto own = m_boxes.find(resource); own != m_boxes.end()) return own->second;
        const auto holder = m_attributes.find(resource);
        return holder == m_attributes.end() ? kNoBox : holder->second;
    }

    [[nodiscard]] std::vector<BoxIndex> boxesNamed(const std::string& name) const {
        std::vector<BoxIndex> boxes;
        const auto slash = name.find('/');
        for (const auto& stack : m_scene.design->stacks) {
            const std::string id =
                slash != std::string::npos && name.substr(0, slash) == stack->name
                    ? name.substr(slash + 1)
                    : name;
            const auto resource = stack->body.resources.find(id);
            const BoxIndex box = resource ? boxOf(resource->id) : kNoBox;
            if (box != kNoBox) boxes.push_back(box);
        }
        return boxes;
    }

    [[nodiscard]] std::vector<BoxIndex> boxesOfPrincipal(std::size_t place) const {
        std::set<BoxIndex> boxes;
        const auto add = [&](const std::string& name) {
            for (const BoxIndex box : boxesNamed(name)) boxes.insert(box);
        };
        add(m_model.principals[place].logicalId);
        const auto [first, last] = m_runners.equal_range(static_cast<std::ptrdiff_t>(place));
        for (auto runner = first; runner != last; ++runner) add(runner->second->logicalId);
        return {boxes.begin(), boxes.end()};
    }

    const AccessScene& m_scene;
    const AccessModel& m_model;
    const AccessAsk& m_ask;
    const WhoCanBefore* m_before;
    ActionTable m_table;
    Asking m_asking;
    std::map<ResourceId, BoxIndex> m_boxes;
    std::map<ResourceId, BoxIndex> m_attributes;
    std::multimap<std::ptrdiff_t, const AccessRunner*> m_runners;  ///< By their principal.
};

constexpr double kWayWidth = 2;

void concern(Overlay& overlay, BoxIndex box, const Diagram& diagram) {
    if (!overlay.concerned) overlay.concerned.emplace();
    for (; box != kNoBox && box != 0; box = diagram.boxes[box].parent) {
        overlay.concerned->insert(box);
    }
}

}  // namespace

std::shared_ptr<const AccessModel> accessModelOf(const ResolvedDesign& resolved,
                                                 const Catalog& catalog,
                                                 const AccessModel* previous) {
    return std::make_shared<const AccessModel>(
        buildAccessModel(resolved.evaluated, catalog, previous));
}

Result<AccessAnswer> askAccess(const AccessScene& scene, const AccessAsk& ask,
                               const WhoCanBefore* before) {
    if (ask.who.empty() && ask.on.empty()) {
        return failure(kNoSuchPrincipal, "nobody and nothing is asked about",
                       "click a role, what runs as one, or what has a policy");
    }
    return Answerer(scene, ask, before).answer();
}

namespace {

/// Says whether an action's name tells of a thing of that kind: `DeleteVpc` of a `VPC`.
bool isAbout(std::string_view action, std::string_view noun) {
    return lowerAscii(action).find(lowerAscii(noun)) != std::string::npos;
}

}  // namespace

std::vector<std::string> actionsOn(const AccessModel& model, const std::string& on) {
    std::vector<std::string> actions;
    const AccessResource* resource = nullptr;
    for (const AccessResource& one : model.resources) {
        if (one.logicalId == on || one.arn == on || one.stack + '/' + one.logicalId == on) {
            resource = &one;
        }
    }
    if (resource == nullptr) return actions;
    actions = usualActionsOf(resource->type);
    const ActionTable table = ActionTable::embedded();
    const Asking asking(model, table);
    const auto first = resource->arn.find(':', 4);  // arn:aws:SERVICE:…
    if (first == std::string::npos) return actions;
    const auto second = resource->arn.find(':', first + 1);
    const auto service = table.service(resource->arn.substr(first + 1, second - first - 1));
    if (!service) return actions;
    constexpr std::size_t kMost = 200;
    // What is done to the thing itself comes before what it is named in besides; reading, then
    // changing; tags and permissions are asked about least.
    const std::string_view noun =
        std::string_view(resource->type).substr(resource->type.rfind(':') + 1);
    for (const bool isAboutIt : {true, false}) {
        for (const char level : std::string_view("RLWTP")) {
            for (const ActionFacts& action : service->actions) {
                if (action.level != level || action.takesOnlyWildcard() ||
                    isAbout(action.name, noun) != isAboutIt ||
                    asking.arnFor(*service, action, resource->arn).empty()) {
                    continue;
                }
                std::string name = fmt::format("{}:{}", service->prefix, action.name);
                const bool isNew = std::ranges::find(actions, name) == actions.end();
                if (isNew && actions.size() < kMost) actions.push_back(std::move(name));
            }
        }
    }
    return actions;
}

namespace {

/// Returns how a question names one of several things: with its stack where another has its name.
template <class All, class One>
std::string nameAmong(const All& all, const One& one) {
    const auto same = std::ranges::count_if(
        all, [&](const auto& other) { return other.logicalId == one.logicalId; });
    return same > 1 ? one.stack + '/' + one.logicalId : one.logicalId;
}

template <class All>
std::vector<AccessName> namesIn(const All& all, std::string_view typed) {
    NameMatches<AccessName> found(typed, kMostNames);
    for (const auto& one : all) {
        if (found.wants(one.logicalId)) found.add(one.logicalId, {nameAmong(all, one), one.type});
    }
    return found.take();
}

}  // namespace

std::vector<AccessName> namesLike(const AccessModel& model, AccessPart part,
                                  std::string_view typed) {
    switch (part) {
        case AccessPart::Who: return namesIn(model.principals, typed);
        case AccessPart::On: return namesIn(model.resources, typed);
    }
    return {};
}

AccessPick pickOf(const AccessModel& model, std::string_view stack, std::string_view logicalId) {
    AccessPick pick;
    const auto named = [&](const auto& one) {
        return one.stack == stack && one.logicalId == logicalId;
    };
    const auto shown = [](const auto& all, const auto& one) { return nameAmong(all, one); };
    for (const AccessPrincipal& one : model.principals) {
        if (named(one)) pick.who = shown(model.principals, one);
    }
    for (const AccessRunner& one : model.runners) {
        if (!named(one) || one.principal < 0) continue;
        pick.who =
            shown(model.principals, model.principals[static_cast<std::size_t>(one.principal)]);
    }
    for (const AccessResource& one : model.resources) {
        if (named(one)) pick.on = shown(model.resources, one);
    }
    return pick;
}

void addAccess(Overlay& overlay, const AccessAnswer& answer, bool toSubject,
               const Diagram& diagram) {
    if (!overlay.concerned) overlay.concerned.emplace();
    for (const BoxIndex box : answer.subject) {
        concern(overlay, box, diagram);
        overlay.highlights.push_back({box, Tone::Accent, {}});
    }
    for (const AccessRow& row : answer.rows) {
        if (row.allowed == Truth::No && !answer.isRequest) continue;
        const Tone tone = row.allowed == Truth::Yes  ? Tone::Pass
                          : row.allowed == Truth::No ? Tone::Stop
                                                     : Tone::Warn;
        for (const BoxIndex box : row.boxes) {
            concern(overlay, box, diagram);
            const bool isSubject = std::ranges::find(answer.subject, box) != answer.subject.end();
            if (!isSubject) overlay.highlights.push_back({box, tone, {}});
            for (const BoxIndex other : answer.subject) {
                if (other == box || !isNode(diagram.boxes[box].kind) ||
                    !isNode(diagram.boxes[other].kind)) {
                    continue;
                }
                std::vector<BoxIndex> way = {box, other};
                if (!toSubject) std::swap(way[0], way[1]);
                overlay.paths.push_back(
                    {std::move(way), tone, kWayWidth, row.allowed == Truth::No, {}});
            }
        }
    }
}

}  // namespace archivolt
