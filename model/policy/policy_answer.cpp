#include "model/policy/policy_answer.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Json decidingJson(const AccessExplanation& explanation) {
    Json list = Json::array();
    for (const DecidingStatement& one : explanation.decidedBy) {
        Json entry = {{"layer", toString(one.at.layer)}};
        const bool leveled = one.at.layer == PolicyLayer::ServiceControl ||
                             one.at.layer == PolicyLayer::ResourceControl;
        if (leveled) entry["level"] = one.at.level;
        entry["policy"] = one.at.policy;
        entry["statement"] = one.at.statement;
        if (!one.sid.empty()) entry["sid"] = one.sid;
        entry["effect"] = one.effect == PolicyEffect::Allow ? "Allow" : "Deny";
        if (one.holds == Truth::Unknown) entry["applies"] = "Unknown";
        entry["path"] = one.path.toString();
        list.push_back(std::move(entry));
    }
    return list;
}

Json waysJson(const std::vector<AccessWay>& ways) {
    Json list = Json::array();
    for (const AccessWay& way : ways) {
        Json when = Json::object();
        for (const KeyWay& key : way.when) {
            if (key.values.empty()) {
                when[key.key] = nullptr;
            } else if (key.multivalued) {
                when[key.key] = key.values;
            } else {
                when[key.key] = key.values.front();
            }
        }
        list.push_back({{"when", std::move(when)}, {"decision", toString(way.verdict)}});
    }
    return list;
}

/// Says whether some way allows it, which may be settled where the kind of denial is not.
Truth allowedIn(const AccessDecision& decision, const OpenKeys& open) {
    if (decision.verdict == AccessVerdict::Allowed) return Truth::Yes;
    if (decision.verdict != AccessVerdict::Unknown || decision.allowed == Truth::No)
        return Truth::No;
    const bool never =
        open.exhaustive && !open.ways.empty() &&
        std::ranges::none_of(open.ways, [](const AccessWay& way) {
            return way.verdict == AccessVerdict::Allowed || way.verdict == AccessVerdict::Unknown;
        });
    return never ? Truth::No : Truth::Unknown;
}

/// Decides, and where that is left open tries out what unknown keys may be.
AccessDecision decide(const PreparedRequest& prepared, const PolicyLayers& layers, OpenKeys& open) {
    AccessDecision decision = authorize(prepared, layers);
    const AccessRequest& request = prepared.request;
    if (decision.verdict != AccessVerdict::Unknown || request.context.isComplete()) return decision;
    open = resolveOpenKeys(request, layers);
    decision.verdict = open.verdict;
    return decision;
}

/// Says for people on what an unknown decision turns.
std::string whyUnknown(const PolicyAnswer& answer) {
    if (!answer.open.keys.empty()) {
        return fmt::format("it turns on {}", fmt::join(answer.open.keys, ", "));
    }
    return answer.explanation.why;
}

}  // namespace

PolicyAnswer answerRequest(const AccessRequest& request, const PolicyLayers& layers) {
    PreparedRequest prepared(request);
    prepared.hasBoundary = !layers.boundaries.empty();
    PolicyAnswer answer;
    const AccessDecision decision = decide(prepared, layers, answer.open);
    answer.verdict = decision.verdict;
    answer.allowed = allowedIn(decision, answer.open);
    answer.explanation = explain(prepared, layers, decision);
    if (answer.verdict == AccessVerdict::Unknown) answer.explanation.why = whyUnknown(answer);
    return answer;
}

Truth allowedAtAll(const AccessRequest& request, const PolicyLayers& layers) {
    PreparedRequest prepared(request);
    prepared.hasBoundary = !layers.boundaries.empty();
    OpenKeys open;
    const AccessDecision decision = decide(prepared, layers, open);
    return allowedIn(decision, open);
}

nlohmann::ordered_json toJson(const PolicyAnswer& answer, const std::string& id) {
    const AccessExplanation& explanation = answer.explanation;
    Json json = {{"id", id.empty() ? Json() : Json(id)},
                 {"decision", toString(answer.verdict)},
                 {"allowed", answer.allowed == Truth::Yes  ? "yes"
                             : answer.allowed == Truth::No ? "no"
                                                           : "unknown"},
                 {"why", explanation.why},
                 {"decided_by", decidingJson(explanation)}};
    if (answer.verdict == AccessVerdict::Unknown) {
        Json unknown = {{"keys", answer.open.keys}, {"ways", waysJson(answer.open.ways)}};
        if (!answer.open.exhaustive) unknown["other_values"] = "may be decided otherwise";
        unknown["parts"] = explanation.notKnown;
        json["unknown"] = std::move(unknown);
    }
    if (answer.verdict != AccessVerdict::Allowed) {
        Json changes = Json::array();
        for (const NeededChange& change : explanation.toAllow) {
            changes.push_back({{"layer", toString(change.layer)}, {"text", change.text}});
        }
        json["to_allow"] = std::move(changes);
    }
    return json;
}

}  // namespace archivolt
