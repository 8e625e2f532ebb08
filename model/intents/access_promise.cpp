#include "model/intents/access_promise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "model/access/asking.h"
#include "model/access/decisions.h"
#include "model/base/arn.h"
#include "model/intents/call_way.h"
#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// Someone whose calls are promised: a principal, and what makes the calls as it.
struct PromisedCaller {
    std::string name;  ///< Of what makes the calls.
    AccessCaller who;
    std::string stack;
    const AccessRunner* runner = nullptr;  ///< Null pointer: it may call from anywhere.
    Doubt why;            ///< Not empty: why it has no role, or none that is known.
    bool noRole = false;  ///< It surely has none.
};

/// One call: an action on a resource, or on the key that the resource's content needs.
struct PromisedCall {
    std::string action;
    std::string arn;
    std::string service;  ///< Not empty: the service that makes it in the caller's name.
    bool whole = true;
};

using Outcome = AccessOutcome;

Outcome outcomeOf(Truth holds, AccessSide side, std::string why) {
    Outcome outcome;
    outcome.holds = holds;
    outcome.side = side;
    outcome.why = std::move(why);
    return outcome;
}

class AccessJudge {
public:
    AccessJudge(const AccessWorld& world, const Intent& intent)
        : m_world(world),
          m_intent(intent),
          m_asking(world.asking),
          m_access(world.asking.model()) {}

    Result<AccessFinding> judge() {
        if (auto problem = findResource()) return tl::make_unexpected(*std::move(problem));
        if (auto problem = findCalls()) return tl::make_unexpected(*std::move(problem));
        if (auto problem = findCallers()) return tl::make_unexpected(*std::move(problem));
        const bool mustNotBe = m_intent.kind == IntentKind::Cannot;
        for (const PromisedCaller& caller : m_callers) {
            judgeCaller(caller, "");
            if (mustNotBe && caller.why.empty()) judgeChains(caller);
        }
        AccessFinding finding = mustNotBe ? mustNot() : must();
        finding.outcomes = std::move(m_outcomes);
        return finding;
    }

private:
    static std::string nameOf(const Value& end) {
        const Value* id = end.isMap() ? end.find("id") : &end;
        return id != nullptr ? id->asString().value_or("") : "";
    }

    std::optional<Diagnostic> findResource() {
        const std::string name = nameOf(m_intent.to);
        if (name.empty() || (m_intent.to.isMap() && m_intent.to.entries().size() > 1)) {
            return failure(kBadPromise, "`to` of a promise about access is one resource",
                           "give its logical id, stack/id, or an ARN")
                .value();
        }
        const auto arn = arnNamed(m_access, name);
        if (!arn) return arn.error();
        m_arn = *arn;
        m_resource = m_asking.lastOfArn(m_arn);
        return std::nullopt;
    }

    std::optional<Diagnostic> findCalls() {
        std::vector<std::string> actions;
        for (const std::string& written : m_intent.actions) {
            if (written.find(':') != std::string::npos) {
                actions.push_back(written);
                continue;
            }
            const std::string type = m_resource != nullptr ? m_resource->type : std::string();
            const auto meant = actionsOfWord(written, type);
            if (meant.empty()) {
                return failure(kBadPromise,
                               fmt::format("`{}` means no action on `{}`", written,
                                           nameOf(m_intent.to)),
                               "write actions such as s3:GetObject")
                    .value();
            }
            actions.insert(actions.end(), meant.begin(), meant.end());
        }
        for (const std::string& action : actions) {
            if (auto problem = addCalls(action)) return problem;
        }
        return std::nullopt;
    }

    std::optional<Diagnostic> addCalls(const std::string& written) {
        const std::size_t colon = written.find(':');
        const auto* service = m_asking.service(std::string_view(written).substr(0, colon));
        const ActionFacts* facts =
            service != nullptr ? service->action(written.substr(colon + 1)) : nullptr;
        if (facts == nullptr) {
            return failure(kBadPromise,
                           fmt::format("no service has an action `{}` as of {}", written,
                                       m_asking.table().date()),
                           "write one such as s3:GetObject")
                .value();
        }
        const std::string action = fmt::format("{}:{}", service->prefix, facts->name);
        const std::string whole = m_asking.arnFor(*service, *facts, m_arn);
        if (whole.empty()) {
            return failure(kBadPromise,
                           fmt::format("{} is not about `{}`", action, nameOf(m_intent.to)),
                           "name a resource that the action takes")
                .value();
        }
        m_calls.push_back({action, whole, {}, true});
        for (std::string& part : m_asking.partsOf(whole)) {
            m_calls.push_back({action, std::move(part), {}, false});
        }
        addKeyCalls(action);
        return std::nullopt;
    }

    /// Source: S3 User Guide, UsingKMSEncryption; SQS Developer Guide, sqs-key-management; SNS
    /// Developer Guide, sns-key-management; Secrets Manager User Guide, security-encryption.
    void addKeyCalls(const std::string& action) {
        static constexpr auto kReads = std::to_array<std::string_view>(
            {"s3:GetObject", "s3:GetObjectVersion", "sqs:ReceiveMessage",
             "secretsmanager:GetSecretValue"});
        static constexpr auto kWrites = std::to_array<std::string_view>(
            {"s3:PutObject", "sqs:SendMessage", "sns:Publish", "secretsmanager:PutSecretValue"});
        const bool reads = std::ranges::find(kReads, action) != kReads.end();
        const bool writes = std::ranges::find(kWrites, action) != kWrites.end();
        if (m_resource == nullptr || (!reads && !writes)) return;
        if (!m_resource->keyWhy.empty()) m_keyWhy = m_resource->keyWhy;
        if (m_resource->key.empty()) return;
        const std::string service = action.substr(0, action.find(':'));
        const bool storesOnly = service == "s3";
        if (writes) m_calls.push_back({"kms:GenerateDataKey", m_resource->key, service, true});
        if (reads || !storesOnly)
            m_calls.push_back({"kms:Decrypt", m_resource->key, service, true});
    }

    std::optional<Diagnostic> findCallers() {
        const std::string name = nameOf(m_intent.from);
        const bool single = !m_intent.from.isMap() || m_intent.from.entries().size() == 1;
        if (!name.empty() && single && addNamed(name)) return std::nullopt;
        const auto chosen = select(m_world.design, m_world.reachability.network(), m_intent.from);
        if (!chosen) {
            Diagnostic problem = chosen.error();
            problem.help =
                "name a user, a role, or what runs as one: an instance, a fleet, a "
                "function, a service";
            return problem;
        }
        if (!chosen->why.empty()) m_unknown = chosen->why;
        const NetworkIndex& network = m_world.reachability.network();
        std::set<std::pair<std::string, std::string>> seen;
        for (const Endpoint& end : chosen->ends) {
            if (end.interfaces.empty()) {
                return failure(
                           kBadPromise,
                           fmt::format("`{}` makes no calls as anybody of the design", end.name),
                           "name a user, a role, or what runs as one")
                    .value();
            }
            for (const InterfaceIndex index : end.interfaces) {
                const auto owner = ownerOf(network, index);
                if (makesNoCalls(network, index) || !seen.insert(owner).second) continue;
                if (!addRunner(owner.first, owner.second)) {
                    m_unknown =
                        fmt::format("as whom `{}` makes calls is not modelled", owner.second);
                }
            }
        }
        return std::nullopt;
    }

    /// Says whether an interface is of something that only answers, or passes on.
    static bool makesNoCalls(const NetworkIndex& network, InterfaceIndex index) {
        const ThingId owner = network.interfaces()[index].interface->owner;
        const Architecture& things = network.architecture();
        return things.endpoints.contains(owner) || things.loadBalancers.contains(owner) ||
               things.caches.contains(owner) || things.fileSystems.contains(owner) ||
               things.natGateways.contains(owner);
    }

    /// Returns the stack and name of whose an interface is; of a fleet's instance the fleet's.
    static std::pair<std::string, std::string> ownerOf(const NetworkIndex& network,
                                                       InterfaceIndex index) {
        const NetworkInterface& interface = *network.interfaces()[index].interface;
        const Architecture& things = network.architecture();
        const Thing* owner = &interface;
        forEachTable([&](auto table) {
            if (const auto* found = (things.*table).find(interface.owner)) owner = found->get();
        });
        if (const auto* instance = things.instances.find(interface.owner)) {
            if ((*instance)->fleet) {
                const auto* fleet = things.autoScalingGroups.find(*(*instance)->fleet);
                if (fleet != nullptr) owner = fleet->get();
            }
        }
        return {owner->stack, owner->name};
    }

    /// Adds a principal by its name, with all that runs as it, or what runs as one.
    bool addNamed(const std::string& name) {
        const auto& principals = m_access.principals;
        for (std::size_t i = 0; i < principals.size(); ++i) {
            if (!isNamed(name, principals[i].stack, principals[i].logicalId) &&
                name != principals[i].caller.name) {
                continue;
            }
            const std::size_t before = m_callers.size();
            for (const AccessRunner& runner : m_access.runners) {
                if (runner.principal == static_cast<std::ptrdiff_t>(i)) add(runner);
            }
            if (m_callers.size() == before) {
                m_callers.push_back(
                    {name, m_asking.callerOf(i), principals[i].stack, nullptr, {}, false});
            }
            return true;
        }
        for (const AccessRunner& runner : m_access.runners) {
            if (!isNamed(name, runner.stack, runner.logicalId)) continue;
            add(runner);
            return true;
        }
        return false;
    }

    bool addRunner(const std::string& stack, const std::string& logicalId) {
        for (const AccessRunner& runner : m_access.runners) {
            if (runner.stack != stack || runner.logicalId != logicalId) continue;
            add(runner);
            return true;
        }
        return false;
    }

    void add(const AccessRunner& runner) {
        PromisedCaller caller;
        caller.name = runner.logicalId;
        caller.stack = runner.stack;
        caller.runner = &runner;
        if (runner.principal >= 0) {
            caller.who = m_asking.callerOf(static_cast<std::size_t>(runner.principal));
        } else {
            caller.noRole = runner.why.empty();
            caller.why = caller.noRole ? "it runs as no role" : runner.why;
        }
        m_callers.push_back(std::move(caller));
    }

    [[nodiscard]] std::string region() const {
        const auto arn = partsOfArn(std::string_view(m_arn));
        if (arn && !arn->region.empty()) return std::string(arn->region);
        for (const auto& stack : m_world.evaluated.stacks) {
            const bool own = m_resource == nullptr || stack->source->name == m_resource->stack;
            if (own) return stack->source->region;
        }
        return {};
    }

    void judgeCaller(const PromisedCaller& caller, const std::string& prefix) {
        if (!caller.why.empty()) {
            m_outcomes.push_back(outcomeOf(caller.noRole ? Truth::No : Truth::Unknown,
                                           AccessSide::Iam,
                                           fmt::format("`{}`: {}", caller.name, caller.why)));
            return;
        }
        std::vector<Outcome> calls;
        Truth key = m_keyWhy.empty() ? Truth::Yes : Truth::Unknown;
        for (const PromisedCall& call : m_calls) {
            if (call.service.empty()) {
                judgeWays(caller, call, calls);
                continue;
            }
            Outcome one = judgeCall(caller, call, byService(call), {});
            one.ofKey = true;
            key = both(key, one.holds);
            if (m_intent.kind == IntentKind::Can) calls.push_back(std::move(one));
        }
        for (Outcome& one : calls) {
            // What needs a key that is refused can't be done either.
            if (m_intent.kind == IntentKind::Cannot) one.holds = both(one.holds, key);
            one.why = prefix + one.why;
            m_outcomes.push_back(std::move(one));
        }
    }

    void judgeWays(const PromisedCaller& caller, const PromisedCall& call,
                   std::vector<Outcome>& outcomes) {
        std::set<std::string> reasons;
        for (const CallWay& way : waysOf(caller, call)) {
            Outcome one = judgeWay(caller, call, way);
            // Many interfaces of a fleet have the same to tell.
            if (!reasons.insert(one.why).second) continue;
            one.places.insert(one.places.end(), way.places.begin(), way.places.end());
            outcomes.push_back(std::move(one));
        }
    }

    /// Judges what a caller can by taking on roles, one after the other.
    void judgeChains(const PromisedCaller& caller) {
        const auto& principals = m_access.principals;
        const RoleTaking& taking = m_world.taking;
        std::vector<PromisedCaller> reached = {caller};
        std::vector<Truth> sure = {Truth::Yes};
        std::set<std::ptrdiff_t> seen = {caller.who.principal};
        for (std::size_t at = 0; at < reached.size(); ++at) {
            for (std::size_t role = 0; role < taking.roles().size(); ++role) {
                const std::size_t next = taking.roles()[role];
                const auto place = static_cast<std::ptrdiff_t>(next);
                const auto who = static_cast<std::size_t>(reached[at].who.principal);
                if (seen.contains(place) || !taking.mayTake(who, role)) continue;
                const PromisedCall take{"sts:AssumeRole", principals[next].caller.name, {}, true};
                Truth takes = Truth::No;
                for (const CallWay& way : waysOf(reached[at], take)) {
                    takes = either(takes, judgeWay(reached[at], take, way).holds);
                }
                takes = both(takes, sure[at]);
                if (takes == Truth::No) continue;
                seen.insert(place);
                PromisedCaller as = reached[at];
                as.who = m_asking.callerOf(next);
                const std::size_t before = m_outcomes.size();
                judgeCaller(as, fmt::format("`{}` takes on `{}`: ", caller.name, as.who.shown));
                for (std::size_t i = before; i < m_outcomes.size(); ++i) {
                    m_outcomes[i].holds = both(m_outcomes[i].holds, takes);
                }
                reached.push_back(std::move(as));
                sure.push_back(takes);
            }
        }
    }

    /// Returns the ways of a call, one for each interface; one that is open where none is needed.
    std::vector<CallWay> waysOf(const PromisedCaller& caller, const PromisedCall& call) const {
        CallWay single;
        single.open = Truth::Yes;
        if (caller.runner == nullptr) return {single};
        single.open = caller.runner->outside;
        if (single.open == Truth::Unknown) single.text = "whether it stands in a VPC is not known";
        if (single.open == Truth::Yes) single.text = "AWS's own network";
        if (single.open != Truth::No) return {single};
        const NetworkIndex& network = m_world.reachability.network();
        const auto end = findEndpoint(network, caller.stack + '/' + caller.name);
        if (!end || end->interfaces.empty()) {
            single.open = Truth::Unknown;
            single.text = end ? end->why : end.error().message;
            if (single.text.empty()) single.text = "where it stands is not known";
            return {single};
        }
        std::vector<CallWay> ways;
        for (const InterfaceIndex index : end->interfaces) {
            ways.push_back(
                callWay(m_world.reachability, m_world.evaluated, index, call.action, region()));
        }
        return ways;
    }

    Outcome judgeWay(const PromisedCaller& caller, const PromisedCall& call,
                     const CallWay& way) const {
        Outcome outcome = judgedWay(caller, call, way);
        outcome.caller = caller.name;
        outcome.principal = caller.who.principal;
        outcome.action = call.action;
        outcome.arn = call.arn;
        return outcome;
    }

    Outcome judgedWay(const PromisedCaller& caller, const PromisedCall& call,
                      const CallWay& way) const {
        if (way.open == Truth::No) {
            return outcomeOf(Truth::No, AccessSide::Network,
                             fmt::format("`{}` has no way: {}", caller.name, way.text));
        }
        const AccessSituation situation = over(way);
        Outcome outcome = judgeCall(caller, call, situation, way.text);
        if (way.open == Truth::Unknown && outcome.holds == Truth::Yes) {
            return outcomeOf(
                Truth::Unknown, AccessSide::Network,
                fmt::format("the way of `{}` is not known: {}", caller.name, way.text));
        }
        return outcome;
    }

    /// Returns what is known of a call that goes this way.
    ///
    /// Source: IAM User Guide, reference_policies_condition-keys: aws:SourceIp is not there of what
    /// goes through an endpoint, aws:SourceVpc and aws:SourceVpce of nothing else.
    [[nodiscard]] AccessSituation over(const CallWay& way) const {
        AccessSituation situation;
        situation.keys = {{"aws:SecureTransport", "true"},
                          {"aws:ViaAWSService", "false"},
                          {"aws:RequestedRegion", region()}};
        situation.absent = {"aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"};
        if (way.endpoint == nullptr) {
            if (way.open == Truth::Yes) {
                situation.absent.insert(situation.absent.end(),
                                        {"aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"});
            }
            return situation;
        }
        situation.absent.emplace_back("aws:SourceIp");
        for (const AccessEndpoint& endpoint : m_access.endpoints) {
            const bool same =
                endpoint.stack == way.endpoint->stack && endpoint.logicalId == way.endpoint->name;
            if (!same) continue;
            situation.endpoint = &endpoint;
            situation.keys.emplace_back("aws:SourceVpce", endpoint.id);
        }
        if (way.vpc != nullptr && way.vpc->stack == way.endpoint->stack) {
            situation.keys.emplace_back("aws:SourceVpc", fmt::format("({})", way.vpc->name));
        }
        return situation;
    }

    /// A service calls KMS in the caller's name, from AWS's own network.
    [[nodiscard]] AccessSituation byService(const PromisedCall& call) const {
        AccessSituation situation;
        situation.keys = {
            {"aws:SecureTransport", "true"},
            {"aws:ViaAWSService", "true"},
            {"kms:ViaService", fmt::format("{}.{}.amazonaws.com", call.service, region())}};
        return situation;
    }

    Outcome judgeCall(const PromisedCaller& caller, const PromisedCall& call,
                      const AccessSituation& situation, const std::string& way) const {
        const PolicyAnswer answer = m_asking.answer(caller.who, call.action, call.arn, situation);
        Outcome outcome = outcomeOf(answer.allowed, AccessSide::None, {});
        outcome.caller = caller.name;
        outcome.principal = caller.who.principal;
        outcome.action = call.action;
        outcome.arn = call.arn;
        std::string by;
        for (const DecidingStatement& one : answer.explanation.decidedBy) {
            const StatementPlace place =
                placeOf(m_asking, caller.who, call.arn, one, situation.endpoint);
            if (place.origin.resource != ResourceId()) outcome.places.push_back(place.origin);
            const bool same = (one.effect == PolicyEffect::Allow) == (answer.allowed == Truth::Yes);
            if (by.empty() && same && !place.name.empty()) {
                by = place.name + (one.sid.empty() ? "" : fmt::format(", statement `{}`", one.sid));
            }
        }
        const std::string who = caller.name == caller.who.shown
                                    ? fmt::format("`{}`", caller.name)
                                    : fmt::format("`{}` (as `{}`)", caller.name, caller.who.shown);
        const std::string what = fmt::format("{} on {}", call.action, call.arn);
        switch (answer.allowed) {
            case Truth::Yes:
                outcome.why = fmt::format("{} may {}, by {}{}", who, what,
                                          by.empty() ? answer.explanation.why : by,
                                          way.empty() ? "" : ", and gets there by " + way);
                break;
            case Truth::No: refuse(outcome, who, what, by, answer, situation, way); break;
            case Truth::Unknown:
                outcome.side = AccessSide::Iam;
                outcome.why = fmt::format("whether {} may {} is not known: {}", who, what,
                                          answer.explanation.why);
                break;
        }
        return outcome;
    }

    /// Says which side refuses: IAM, or the policy of the endpoint on the way.
    static void refuse(Outcome& outcome, const std::string& who, const std::string& what,
                       const std::string& by, const PolicyAnswer& answer,
                       const AccessSituation& situation, const std::string& way) {
        const auto& changes = answer.explanation.toAllow;
        const auto ofEndpoint = [](const NeededChange& change) {
            return change.layer == PolicyLayer::Endpoint;
        };
        const bool endpoint = situation.endpoint != nullptr && !changes.empty() &&
                              std::ranges::all_of(changes, ofEndpoint);
        outcome.side = endpoint ? AccessSide::Network : AccessSide::Iam;
        const bool denied = answer.verdict == AccessVerdict::ExplicitlyDenied && !by.empty();
        const std::string why = denied             ? by + " denies it"
                                : !changes.empty() ? changes.front().text
                                                   : answer.explanation.why;
        outcome.why = endpoint
                          ? fmt::format("the policy of {} lets {} not {}: {}", way, who, what, why)
                          : fmt::format("{} may not {}: {}", who, what, why);
    }

    [[nodiscard]] AccessFinding must() const {
        AccessFinding finding;
        bool some = false;
        const Outcome* open = nullptr;
        const Outcome* broken = nullptr;
        for (const Outcome& one : m_outcomes) {
            some = some || (one.holds == Truth::Yes && !one.ofKey);
            if (one.holds == Truth::Unknown && open == nullptr) open = &one;
            const bool first = broken == nullptr || (one.ofKey && !broken->ofKey);
            if (one.holds == Truth::No && first) broken = &one;
        }
        if (broken != nullptr) {
            const bool partly = some && !broken->ofKey;
            finding.verdict = partly ? IntentVerdict::Partly : IntentVerdict::Broken;
            finding.why = saidOf(*broken);
            finding.places = broken->places;
            return finding;
        }
        if (open != nullptr || !m_unknown.empty() || !m_keyWhy.empty() || m_outcomes.empty()) {
            finding.why = whyOpen(open);
            if (open != nullptr) finding.places = open->places;
            return finding;
        }
        finding.verdict = IntentVerdict::Kept;
        finding.why = saidOf(m_outcomes.front());
        for (const Outcome& one : m_outcomes) {
            finding.places.insert(finding.places.end(), one.places.begin(), one.places.end());
        }
        return finding;
    }

    [[nodiscard]] std::string whyOpen(const Outcome* open) const {
        if (open != nullptr) return saidOf(*open);
        if (!m_unknown.empty()) return m_unknown.text();
        if (!m_keyWhy.empty()) return "IAM: " + m_keyWhy.text();
        return "nothing that makes calls is chosen";
    }

    [[nodiscard]] AccessFinding mustNot() const {
        AccessFinding finding;
        const Outcome* open = nullptr;
        for (const Outcome& one : m_outcomes) {
            if (one.holds == Truth::Yes) {
                finding.verdict = IntentVerdict::Broken;
                finding.why = saidOf(one);
                finding.places = one.places;
                return finding;
            }
            if (one.holds == Truth::Unknown && open == nullptr) open = &one;
        }
        if (open != nullptr || !m_unknown.empty() || m_outcomes.empty()) {
            finding.why = whyOpen(open);
            return finding;
        }
        finding.verdict = IntentVerdict::Kept;
        finding.why = saidOf(m_outcomes.front());
        finding.places = m_outcomes.front().places;
        return finding;
    }

    const AccessWorld& m_world;
    const Intent& m_intent;
    const Asking& m_asking;
    const AccessModel& m_access;
    std::string m_arn;
    const AccessResource* m_resource = nullptr;
    std::vector<PromisedCall> m_calls;
    std::vector<PromisedCaller> m_callers;
    std::vector<Outcome> m_outcomes;
    Doubt m_unknown;
    Doubt m_keyWhy;
};

}  // namespace

std::string saidOf(const AccessOutcome& outcome) {
    switch (outcome.side) {
        case AccessSide::None: break;
        case AccessSide::Iam: return "IAM: " + outcome.why;
        case AccessSide::Network: return "network: " + outcome.why;
    }
    return outcome.why;
}

Result<AccessFinding> judgeAccess(const AccessWorld& world, const Intent& intent) {
    return AccessJudge(world, intent).judge();
}

std::vector<NeededCall> promisedCalls(const AccessWorld& world, std::size_t principal) {
    std::vector<NeededCall> calls;
    const auto& intents = world.design.intents.items();
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const auto intent = readIntent(intents[i], i);
        if (!intent || intent->kind != IntentKind::Can) continue;
        const auto finding = judgeAccess(world, *intent);
        if (!finding) continue;
        for (const AccessOutcome& one : finding->outcomes) {
            if (one.principal != static_cast<std::ptrdiff_t>(principal)) continue;
            NeededCall call{one.action, one.arn, fmt::format("promise `{}`", intent->name)};
            const auto same = [&](const NeededCall& known) {
                return known.action == call.action && known.arn == call.arn;
            };
            if (std::ranges::none_of(calls, same)) calls.push_back(std::move(call));
        }
    }
    return calls;
}

}  // namespace archivolt
