#include "model/intents/intents.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/findings/finding_place.h"
#include "model/intents/access_promise.h"
#include "model/intents/failing_questions.h"
#include "model/intents/intent_reader.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/client_ports.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

namespace {

/// More ways than this are not traced for what they pass.
constexpr std::size_t kMaxWays = 1000;

/// Answers one promise.
class Judge {
public:
    /// With `failing` every question that breaks the promise is noted there, else the first
    /// decides.
    Judge(const Design& design, const Reachability& engine, const Intent& intent,
          std::vector<FailingQuestion>* failing = nullptr)
        : m_design(design),
          m_engine(engine),
          m_network(engine.network()),
          m_intent(intent),
          m_failing(failing) {
        m_answer.name = intent.name;
        m_answer.kind = intent.kindName;
    }

    Result<IntentAnswer> judge() {
        const auto from = select(m_design, m_network, m_intent.from);
        if (!from) return tl::make_unexpected(from.error());
        const auto to = select(m_design, m_network, m_intent.to);
        if (!to) return tl::make_unexpected(to.error());
        m_unknown = !from->why.empty() ? from->why : to->why;
        switch (m_intent.kind) {
            case IntentKind::Reachable: judgeReachable(*from, *to); break;
            case IntentKind::Never: judgeNever(from->ends, to->ends); break;
            case IntentKind::OnlyFrom:
                noteOthersUnmodelled(*from, *to);
                judgeNever(others(*from, *to), to->ends);
                break;
            case IntentKind::OnlyThrough: {
                const auto through = select(m_design, m_network, m_intent.through);
                // A NAT gateway has no interface to ask about, but is a thing to be passed.
                m_through = thingsOf(m_intent.through, through ? &*through : nullptr);
                if (m_through.empty()) {
                    if (!through) return tl::make_unexpected(through.error());
                    m_unknown = through->why;
                }
                judgeThrough(from->ends, to->ends);
                break;
            }
            case IntentKind::Can:
            case IntentKind::Cannot: break;  // `judgeAccess` answers these.
        }
        return std::move(m_answer);
    }

    /// Takes what was found about access for the answer, with its places.
    IntentAnswer answered(const AccessFinding& finding) {
        settle(finding.verdict, finding.why, finding.places);
        return std::move(m_answer);
    }

private:
    [[nodiscard]] ReachQuestion question(const Endpoint& from, const Endpoint& to) const {
        return {from, to, m_intent.protocol, m_intent.ports, m_intent.family};
    }

    void noteFailing(const ReachQuestion& asked, const ReachAnswer& answer, bool opens) {
        if (m_failing != nullptr) m_failing->push_back({0, asked, answer, opens});
    }

    void settle(IntentVerdict verdict, std::string why, const std::vector<Origin>& places) {
        m_answer.verdict = verdict;
        m_answer.why = std::move(why);
        for (const Origin& origin : places) {
            const auto stack = m_design.stack(origin.stack);
            if (stack == nullptr || stack->body.resources.find(origin.resource) == nullptr)
                continue;
            Where where = whereOf(*stack, sourcePath(*stack, origin),
                                  origin.property.empty() ? Anchor::Key : Anchor::Value);
            const auto& known = m_answer.evidence;
            if (std::ranges::find(known, where) == known.end()) {
                m_answer.evidence.push_back(std::move(where));
            }
        }
    }

    static std::vector<Origin> placesOf(const std::vector<Hop>& forward,
                                        const std::vector<Hop>& reply) {
        std::vector<Origin> places;
        for (const auto* hops : {&forward, &reply}) {
            for (const Hop& hop : *hops) {
                const bool decides = hop.kind == HopKind::SecurityGroup ||
                                     hop.kind == HopKind::NetworkAcl ||
                                     hop.kind == HopKind::RouteTable;
                if (decides) places.push_back(hop.origin);
            }
        }
        return places;
    }

    void judgeReachable(const Selection& from, const Selection& to) {
        std::vector<Origin> places;
        std::size_t full = 0;
        std::size_t some = 0;
        std::string lacking;
        for (const Endpoint& one : from.ends) {
            for (const Endpoint& other : to.ends) {
                const ReachAnswer answer = reach(m_engine, question(one, other));
                if (answer.verdict == Verdict::Unknown) {
                    if (m_unknown.empty() && !answer.notes.empty())
                        m_unknown = answer.notes.front();
                    if (m_unknown.empty()) m_unknown = "it can't be told";
                    continue;
                }
                if (answer.verdict == Verdict::Reachable) {
                    ++full;
                    continue;
                }
                noteFailing(question(one, other), answer, true);
                if (answer.verdict == Verdict::Partial) ++some;
                if (!lacking.empty()) continue;
                for (const Blocker& blocker : answer.blockers) {
                    places.push_back(blocker.hop.origin);
                }
                lacking = fmt::format("`{}` reaches {} of `{}`", one.name,
                                      answer.verdict == Verdict::Partial ? "part" : "nothing",
                                      other.name);
                if (!answer.blockers.empty()) {
                    lacking +=
                        fmt::format(": `{}` is in the way", answer.blockers.front().hop.resource);
                }
            }
        }
        if (!lacking.empty()) {
            settle(full + some > 0 ? IntentVerdict::Partly : IntentVerdict::Broken, lacking,
                   places);
        } else if (!m_unknown.empty()) {
            settle(IntentVerdict::Unknown, m_unknown.text(), {});
        } else {
            settle(IntentVerdict::Kept, "all of it makes the round trip", {});
        }
    }

    void judgeNever(const std::vector<Endpoint>& from, const std::vector<Endpoint>& to) {
        for (const Endpoint& one : from) {
            for (const Endpoint& other : to) {
                const ReachAnswer answer = reach(m_engine, question(one, other));
                if (!answer.passes.empty()) {
                    noteFailing(question(one, other), answer, false);
                    if (m_failing != nullptr) continue;
                    settle(IntentVerdict::Broken,
                           fmt::format("{} reaches `{}` on {}", senderOf(one, answer), other.name,
                                       trafficText(answer.passes.front().traffic)),
                           placesOf(answer.forward, answer.reply));
                    return;
                }
                if (answer.verdict == Verdict::Unknown && m_unknown.empty()) {
                    m_unknown = answer.notes.empty() ? "it can't be told" : answer.notes.front();
                }
            }
        }
        if (!m_unknown.empty()) {
            settle(IntentVerdict::Unknown, m_unknown.text(), {});
        } else {
            settle(IntentVerdict::Kept, "nothing of it makes the round trip", {});
        }
    }

    /// What is not modelled and not chosen may reach the receivers.
    void noteOthersUnmodelled(const Selection& from, const Selection& to) {
        for (const Unmodelled& one : unmodelledOf(m_network.architecture())) {
            const auto isIn = [&](const std::vector<ThingId>& ids) {
                return std::ranges::find(ids, one.thing->id) != ids.end();
            };
            if (!m_unknown.empty() || isIn(from.unmodelled) || isIn(to.unmodelled)) continue;
            m_unknown = fmt::format("`{}` may reach it: {}", one.thing->name, one.why);
        }
    }

    /// Names who sends: the interface's owner where one of many does.
    [[nodiscard]] std::string senderOf(const Endpoint& from, const ReachAnswer& answer) const {
        if (from.interfaces.size() > 1 && !answer.forward.empty() && answer.forward.front().thing) {
            return fmt::format("`{}`", answer.forward.front().resource);
        }
        return from.name == "internet" ? from.name : fmt::format("`{}`", from.name);
    }

    /// Returns every end but the chosen ones and the receivers themselves.
    std::vector<Endpoint> others(const Selection& from, const Selection& to) {
        std::set<InterfaceIndex> excepted;
        AddressSet outside = m_network.internet();
        std::vector<std::pair<ThingId, AddressSet>> onPremises;
        for (const auto& [id, connection] : m_network.architecture().vpnConnections) {
            AddressSet behind;
            for (const auto& block : connection->staticRoutes) {
                if (block.isKnown()) behind |= addressesOf(*block);
            }
            onPremises.emplace_back(id, std::move(behind));
        }
        for (const auto* ends : {&from.ends, &to.ends}) {
            for (const Endpoint& end : *ends) {
                excepted.insert(end.interfaces.begin(), end.interfaces.end());
                outside -= end.outside;
                for (const auto& [id, addresses] : end.onPremises) {
                    for (auto& [other, left] : onPremises) {
                        if (other == id) left -= addresses;
                    }
                }
            }
        }
        std::erase_if(onPremises, [](const auto& entry) { return entry.second.empty(); });
        std::vector<Endpoint> result;
        if (!outside.empty()) {
            Endpoint internet;
            internet.name = "internet";
            internet.outside = std::move(outside);
            result.push_back(std::move(internet));
        }
        Endpoint inside;
        inside.name = "the rest of the design";
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            if (!excepted.contains(i)) inside.interfaces.push_back(i);
        }
        if (!inside.interfaces.empty()) result.push_back(std::move(inside));
        if (!onPremises.empty()) {
            Endpoint networks;
            networks.name = "networks behind a VPN";
            networks.onPremises = std::move(onPremises);
            result.push_back(std::move(networks));
        }
        return result;
    }

    /// Returns the things that a hop may be of to count as passing the selector.
    [[nodiscard]] std::set<ThingId> thingsOf(const Value& selector, const Selection* chosen) const {
        std::set<ThingId> things;
        if (chosen != nullptr) {
            for (const Endpoint& end : chosen->ends) {
                for (const InterfaceIndex index : end.interfaces) {
                    const auto& interface = *m_network.interfaces()[index].interface;
                    things.insert(interface.id);
                    things.insert(interface.owner);
                }
            }
        }
        const Value* id = selector.isMap() ? selector.find("id") : &selector;
        const std::string text = id != nullptr ? id->asString().value_or("") : "";
        for (const auto& [thing, gateway] : m_network.architecture().natGateways) {
            if (gateway->name == text || gateway->stack + "/" + gateway->name == text) {
                things.insert(thing);
            }
        }
        things.erase(ThingId());
        return things;
    }

    /// Traces every way that passes, and looks for what it has to pass.
    void judgeThrough(const std::vector<Endpoint>& from, const std::vector<Endpoint>& to) {
        std::size_t ways = 0;
        for (const Endpoint& one : from) {
            for (const Endpoint& other : to) {
                const ReachQuestion asked = question(one, other);
                for (const Candidate& way : candidatesOf(m_network, asked)) {
                    if (++ways > kMaxWays) {
                        settle(IntentVerdict::Unknown,
                               fmt::format("there are more than {} ways", kMaxWays), {});
                        return;
                    }
                    bool isAround = false;
                    forEachTransitWay(m_network, m_engine.filters(), way.flow,
                                      [&](const WalkQuestion& flow, const TrafficBetween& between) {
                                          Candidate walked = way;
                                          walked.flow = flow;
                                          isAround = isAround || goesAround(asked, walked, between);
                                      });
                    if (isAround) return;
                }
            }
        }
        if (othersForward(from, to)) return;
        if (!m_unknown.empty()) {
            settle(IntentVerdict::Unknown, m_unknown.text(), {});
        } else {
            settle(IntentVerdict::Kept, "no way leads around it", {});
        }
    }

    bool goesAround(const ReachQuestion& asked, const Candidate& way,
                    const TrafficBetween& between) {
        const auto trip = between.roundTrip(clientPortsOf(m_network, way.flow.from));
        const bool tcpOnly = !asked.protocol && asked.ports != PortSet::all();
        IpProtocol only = asked.protocol.value_or(kProtocolTcp);
        if (only == kProtocolIcmp && way.family == Family::Ipv6) only = kProtocolIcmpv6;
        const TrafficSet wanted =
            asked.protocol || tcpOnly ? TrafficSet::of(only, asked.ports) : TrafficSet::all();
        const TrafficSet passes = trip.sure & wanted;
        if (passes.empty()) {
            const bool open = !(trip.possible & wanted).empty();
            if (open && m_unknown.empty() && !between.unknowns.empty()) {
                m_unknown = between.unknowns.front();
            }
            return false;
        }
        TraceQuestion packet;
        packet.from = way.flow.from;
        packet.to = way.flow.to;
        packet.packet.ends = way.flow.ends;
        packet.transitWay = way.flow.transitWay;
        packet.packet.protocol = passes.protocols().front();
        packet.packet.sourcePort = packet.translatedPort;
        const PortSet ports = passes.ports(packet.packet.protocol);
        if (hasPorts(packet.packet.protocol)) {
            packet.packet.destinationPort = ports.ranges().front().first;
        }
        const Trace trace = traceFlow(m_network, packet);
        const auto passed = [&](const Hop& hop) { return m_through.contains(hop.thing); };
        if (std::ranges::any_of(trace.forward, passed)) return false;
        noteFailing(asked, reach(m_engine, asked), false);
        settle(IntentVerdict::Broken,
               fmt::format("`{}` reaches `{}` on {} around it", asked.from.name, asked.to.name,
                           trafficText(passes)),
               placesOf(trace.forward, trace.reply));
        return true;
    }

    /// Says whether another load balancer passes requests on to the receivers.
    bool othersForward(const std::vector<Endpoint>& from, const std::vector<Endpoint>& to) {
        std::set<InterfaceIndex> receivers;
        for (const Endpoint& end : to) {
            receivers.insert(end.interfaces.begin(), end.interfaces.end());
        }
        for (const auto& [id, balancer] : m_network.architecture().loadBalancers) {
            if (m_through.contains(id) || !forwardsTo(*balancer, receivers)) continue;
            Endpoint end;
            end.name = balancer->name;
            end.interfaces = interfacesOf(m_network, id);
            end.balancer = balancer.get();
            for (const Endpoint& one : from) {
                // The listener's port is its own, whatever the target's is.
                const ReachAnswer answer =
                    reach(m_engine, {one, end, std::nullopt, PortSet::all(), m_intent.family});
                if (answer.passes.empty()) continue;
                noteFailing({one, end, std::nullopt, PortSet::all(), m_intent.family}, answer,
                            false);
                settle(IntentVerdict::Broken,
                       fmt::format("`{}` passes requests on as well", balancer->name),
                       placesOf(answer.forward, answer.reply));
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool forwardsTo(const LoadBalancer& balancer,
                                  const std::set<InterfaceIndex>& receivers) const {
        std::vector<ThingId> targets = balancer.classicTargets.ids;
        for (const Listener& listener : balancer.listeners) {
            for (const ListenerRule& rule : listener.rules) {
                for (const ListenerAction& action : rule.actions) {
                    targets.insert(targets.end(), action.targetGroups.ids.begin(),
                                   action.targetGroups.ids.end());
                }
            }
        }
        return std::ranges::any_of(targets, [&](ThingId target) {
            const auto own = interfacesOf(m_network, target);
            return std::ranges::any_of(own,
                                       [&](InterfaceIndex i) { return receivers.contains(i); });
        });
    }

    const Design& m_design;
    const Reachability& m_engine;
    const NetworkIndex& m_network;
    const Intent& m_intent;
    std::vector<FailingQuestion>* m_failing;
    std::set<ThingId> m_through;
    Doubt m_unknown;
    IntentAnswer m_answer;
};

}  // namespace

const char* intentVerdictName(IntentVerdict verdict) {
    switch (verdict) {
        case IntentVerdict::Kept: return "yes";
        case IntentVerdict::Partly: return "partly";
        case IntentVerdict::Broken: return "no";
        case IntentVerdict::Unknown: return "unknown";
    }
    return "";
}

namespace {

bool isAboutAccess(const Intent& intent) {
    return intent.kind == IntentKind::Can || intent.kind == IntentKind::Cannot;
}

/// What promises about access are answered by, made when the first of them comes.
class AccessAtHand {
public:
    AccessAtHand(const Design& design, const ResolvedDesign& resolved,
                 const Reachability& reachability, const AccessModel* access)
        : m_design(design), m_resolved(resolved), m_reachability(reachability), m_access(access) {}

    AccessWorld world() {
        const EvaluatedDesign& evaluated = *m_resolved.evaluated;
        if (!m_asking) {
            if (m_access == nullptr) {
                m_access = &m_made.emplace(buildAccessModel(evaluated, *m_resolved.catalog));
            }
            m_asking.emplace(*m_access, m_table.emplace(ActionTable::embedded()));
            m_taking.emplace(*m_asking);
        }
        return {m_design, evaluated, m_reachability, *m_asking, *m_taking};
    }

private:
    const Design& m_design;
    const ResolvedDesign& m_resolved;
    const Reachability& m_reachability;
    const AccessModel* m_access;
    std::optional<AccessModel> m_made;
    std::optional<ActionTable> m_table;
    std::optional<Asking> m_asking;
    std::optional<RoleTaking> m_taking;
};

}  // namespace

IntentReport checkIntents(const Design& design, const ResolvedDesign& resolved,
                          const Reachability& reachability, const std::stop_token& stop,
                          const AccessModel* access) {
    IntentReport report;
    AccessAtHand atHand(design, resolved, reachability, access);
    const auto& intents = design.intents.items();
    for (std::size_t i = 0; i < intents.size() && !stop.stop_requested(); ++i) {
        const auto intent = readIntent(intents[i], i);
        if (!intent) {
            report.diagnostics.push_back(intent.error());
            continue;
        }
        Judge judge(design, reachability, *intent);
        Result<IntentAnswer> answer;
        if (isAboutAccess(*intent)) {
            const auto found = judgeAccess(atHand.world(), *intent);
            if (found) {
                answer = judge.answered(*found);
            } else {
                answer = tl::make_unexpected(found.error());
            }
        } else {
            answer = judge.judge();
        }
        if (answer) {
            report.answers.push_back(std::move(*answer));
            continue;
        }
        Diagnostic diagnostic = answer.error();
        diagnostic.code = kBadPromise.code;
        diagnostic.message =
            fmt::format("the promise `{}` can't be judged: {}", intent->name, diagnostic.message);
        report.diagnostics.push_back(std::move(diagnostic));
    }
    return report;
}

std::vector<FailingQuestion> failingQuestions(const Design& design,
                                              const Reachability& reachability) {
    std::vector<FailingQuestion> all;
    const auto& intents = design.intents.items();
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const auto intent = readIntent(intents[i], i);
        if (!intent || isAboutAccess(*intent)) continue;
        std::vector<FailingQuestion> own;
        Judge judge(design, reachability, *intent, &own);
        if (!judge.judge()) continue;
        for (FailingQuestion& one : own) {
            one.promise = i;
            all.push_back(std::move(one));
        }
    }
    return all;
}

}  // namespace archivolt
