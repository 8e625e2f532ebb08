#include "tests/repair/repair_support.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "model/design/edit_json.h"
#include "model/lint/lint.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/client_ports.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

using PairKey = std::tuple<std::string, std::string, Family>;

/// What differs between two snapshots for one pair of names.
struct Delta {
    TrafficSet opened;
    TrafficSet closed;
    friend bool operator==(const Delta&, const Delta&) = default;
};

using Deltas = std::map<PairKey, Delta>;

std::string nameOf(const NetworkIndex& network, const InterfaceNode& node) {
    const ThingId owner = node.interface->owner;
    const Thing* thing = owner ? network.architecture().find(owner) : nullptr;
    return thing != nullptr ? thing->name : node.interface->name;
}

TrafficBounds traffic(const Reachability& side, const WalkQuestion& flow) {
    return roundTripBetween(side.network(), side.filters(), flow,
                            clientPortsOf(side.network(), flow.from));
}

/// The difference of two matrices, pair by pair of interfaces, without classes.
class PlainDifference {
public:
    PlainDifference(const Reachability& before, const Reachability& after,
                    const ReachQuestion& question)
        : m_before(before), m_after(after), m_question(question) {}

    [[nodiscard]] Deltas between() const {
        Deltas deltas;
        const auto& nodes = m_before.network().interfaces();
        for (const InterfaceIndex i : nodes.indices()) {
            for (const InterfaceIndex j : nodes.indices()) {
                // A thing's interfaces are not compared with one another.
                if (nameOf(m_before.network(), nodes[i]) == nameOf(m_before.network(), nodes[j])) {
                    continue;
                }
                for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                    const bool asked = asks(m_question.from, i) && asks(m_question.to, j);
                    add(deltas,
                        {nameOf(m_before.network(), nodes[i]), nameOf(m_before.network(), nodes[j]),
                         family},
                        pair(m_before, i, j, i, j, family),
                        pair(m_after, there(i), there(j), i, j, family), asked);
                }
            }
        }
        return deltas;
    }

    /// The same with one address of the internet, in both directions.
    [[nodiscard]] Deltas with(const IpAddress& outside) const {
        Deltas deltas;
        const auto& nodes = m_before.network().interfaces();
        for (const InterfaceIndex i : nodes.indices()) {
            const std::string name = nameOf(m_before.network(), nodes[i]);
            add(deltas, {"internet", name, outside.family}, inward(m_before, i, outside),
                inward(m_after, there(i), outside),
                m_question.from.outside.contains(outside) && asks(m_question.to, i));
            add(deltas, {name, "internet", outside.family}, outward(m_before, i, outside),
                outward(m_after, there(i), outside),
                m_question.to.outside.contains(outside) && asks(m_question.from, i));
        }
        return deltas;
    }

private:
    static bool asks(const Endpoint& end, InterfaceIndex index) {
        return std::ranges::count(end.interfaces, index) > 0;
    }
    [[nodiscard]] InterfaceIndex there(InterfaceIndex index) const {
        const ThingId id = m_before.network().interfaces()[index].interface->id;
        const InterfaceIndex other = m_after.network().interfaces().indexOf(id);
        INVARIANT(other != kNone);
        return other;
    }
    static FlowEnd placeOf(InterfaceIndex index) { return {FlowEnd::Kind::Interface, index, {}}; }

    [[nodiscard]] static TrafficBounds pair(const Reachability& side, InterfaceIndex from,
                                            InterfaceIndex to, InterfaceIndex, InterfaceIndex,
                                            Family family) {
        const auto source = side.network().interfaces()[from].address(family);
        const auto aim = side.network().interfaces()[to].address(family);
        if (!source || !aim) return {};
        return traffic(side, {placeOf(from), {*source, *aim}, placeOf(to), kNone});
    }
    [[nodiscard]] static TrafficBounds inward(const Reachability& side, InterfaceIndex to,
                                              const IpAddress& outside) {
        const InterfaceNode& node = side.network().interfaces()[to];
        auto aim = outside.family == Family::Ipv4 ? node.publicAddress : node.address(Family::Ipv6);
        if (!aim || specialAddresses().contains(*aim)) return {};
        return traffic(side,
                       {{FlowEnd::Kind::Internet, kNone, {}}, {outside, *aim}, placeOf(to), kNone});
    }
    [[nodiscard]] static TrafficBounds outward(const Reachability& side, InterfaceIndex from,
                                               const IpAddress& outside) {
        const auto source = side.network().interfaces()[from].address(outside.family);
        if (!source) return {};
        return traffic(
            side, {placeOf(from), {*source, outside}, {FlowEnd::Kind::Internet, kNone, {}}, kNone});
    }

    void add(Deltas& deltas, const PairKey& key, const TrafficBounds& before,
             const TrafficBounds& after, bool asked) const {
        Delta delta{(after.sure - before.sure) | (after.possible - before.possible),
                    (before.sure - after.sure) | (before.possible - after.possible)};
        if (asked) {
            delta.opened -= askedTraffic(m_question, std::get<2>(key));
            delta.closed -= askedTraffic(m_question, std::get<2>(key));
        }
        if (delta.opened.empty() && delta.closed.empty()) return;
        deltas[key].opened |= delta.opened;
        deltas[key].closed |= delta.closed;
    }

    const Reachability& m_before;
    const Reachability& m_after;
    const ReachQuestion& m_question;
};

/// What changes claim for pairs inside, or for one outside address.
Deltas claimed(const std::vector<MatrixChange>& changes, const IpAddress* outside) {
    Deltas deltas;
    for (const MatrixChange& change : changes) {
        const bool wanted =
            outside == nullptr ? change.outside.empty() : change.outside.contains(*outside);
        if (!wanted) continue;
        for (const std::string& from : change.from) {
            for (const std::string& to : change.to) {
                if (from == to) continue;
                Delta& delta = deltas[{from, to, change.family}];
                delta.opened |= change.opened;
                delta.closed |= change.closed;
            }
        }
    }
    return deltas;
}

std::string firstDifference(const Deltas& expected, const Deltas& claims) {
    if (expected == claims) return {};
    const auto text = [](const Deltas& deltas) {
        std::string words;
        for (const auto& [key, delta] : deltas) {
            words += fmt::format("{} -> {} v{}: opens {} closes {}; ", std::get<0>(key),
                                 std::get<1>(key), std::get<2>(key) == Family::Ipv4 ? 4 : 6,
                                 trafficText(delta.opened), trafficText(delta.closed));
        }
        return words;
    };
    return fmt::format("matrices differ by [{}], also_changes says [{}]", text(expected),
                       text(claims));
}

/// What AWS would reject of a design, a code and resource each.
std::vector<std::string> errorsOf(const Design& design, const ResolvedDesign& resolved) {
    std::vector<std::string> errors;
    for (const Finding& one : lint(design, resolved, *resolved.catalog)) {
        if (one.diagnostic.severity != Severity::Error) continue;
        errors.push_back(one.diagnostic.code + ' ' + one.diagnostic.where.resource);
    }
    std::ranges::sort(errors);
    return errors;
}

/// Returns what of a repaired design AWS would reject and not of the one before; empty for nothing.
std::string newErrors(const Subject& before, const Subject& after) {
    const auto old = errorsOf(before.design, *before.resolved);
    const auto now = errorsOf(after.design, *after.resolved);
    std::vector<std::string> added;
    std::ranges::set_difference(now, old, std::back_inserter(added));
    return added.empty() ? std::string() : "AWS would reject it: " + added.front();
}

/// Makes a repair on a design, reads it back and asks again; `fault` says what is wrong.
std::optional<Subject> madeOf(const Subject& subject, const ReachQuestion& question,
                              const Repair& repair, std::string& fault) {
    const auto json = editsToJson(subject.design, repair.edits);
    if (!json) {
        fault = "edits do not apply: " + json.error().message;
        return std::nullopt;
    }
    const auto read = editsFromJson(subject.design, *json);
    if (!read) {
        fault = "edits do not read back: " + read.error().message;
        return std::nullopt;
    }
    Subject after(read->after);
    ReachQuestion again = question;
    const auto from = findEndpoint(after.reachability->network(), question.from.name);
    const auto to = findEndpoint(after.reachability->network(), question.to.name);
    if (!from || !to) {
        fault = "an end is gone";
        return std::nullopt;
    }
    again.from = *from;
    again.to = *to;
    const Verdict verdict = reach(*after.reachability, again).verdict;
    const Verdict wanted = repair.effect != RepairEffect::Opens ? Verdict::Blocked
                           : repair.stillClosed.empty()         ? Verdict::Reachable
                                                                : Verdict::Partial;
    fault = verdict != wanted ? std::string("the verdict is ") + verdictName(verdict)
                              : newErrors(subject, after);
    return after;
}

std::string faultOf(const Subject& subject, const ReachQuestion& question, const Repair& repair) {
    std::string wrong;
    const auto made = madeOf(subject, question, repair, wrong);
    if (!wrong.empty()) return wrong;
    const Subject& after = *made;
    const PlainDifference difference(*subject.reachability, *after.reachability, question);
    std::string fault = firstDifference(difference.between(), claimed(repair.alsoChanges, nullptr));
    std::set<IpAddress> outside = {*IpAddress::parse("1.1.1.1"), *IpAddress::parse("8.8.4.4"),
                                   *IpAddress::parse("203.0.113.7"),
                                   *IpAddress::parse("198.51.100.9"),
                                   *IpAddress::parse("2606:4700::1")};
    for (const MatrixChange& change : repair.alsoChanges) {
        for (const AddressRange& range : change.outside.ranges()) {
            outside.insert(range.first);
            outside.insert(range.last);
        }
    }
    for (const IpAddress& address : outside) {
        if (!fault.empty()) break;
        if (!subject.reachability->network().internet().contains(address)) continue;
        fault = firstDifference(difference.with(address), claimed(repair.alsoChanges, &address));
        if (!fault.empty()) fault += " with " + address.toString();
    }
    return fault;
}

}  // namespace

Subject::Subject(Design read)
    : design(std::move(read)),
      resolved(resolve(design)),
      reachability(std::make_shared<const Reachability>(resolved->architecture)) {}

ReachQuestion Subject::question(const std::string& from, const std::string& to, IpProtocol protocol,
                                PortSet ports) const {
    const auto source = findEndpoint(reachability->network(), from);
    const auto aim = findEndpoint(reachability->network(), to);
    INVARIANT(source.has_value() && aim.has_value());
    return {*source, *aim, protocol, std::move(ports), std::nullopt};
}

ReachQuestion Subject::tcp(const std::string& from, const std::string& to, Port port) const {
    return question(from, to, kProtocolTcp, PortSet({port, port}));
}

Repairs Subject::repairs(const ReachQuestion& asked) const {
    RepairOptions options;
    options.rejections = errorsOf;
    return proposeRepairs({design, *resolved, *reachability}, asked, reach(*reachability, asked),
                          options);
}

Subject shopWith(const std::string& more,
                 const std::vector<std::pair<std::string, std::string>>& replaced) {
    std::string text = readFile(sourceRoot() / "tests" / "scenarios" / "shop.base") + more;
    for (const auto& [from, to] : replaced) {
        const auto at = text.find(from);
        INVARIANT(at != std::string::npos);
        text.replace(at, from.size(), to);
    }
    return Subject(readDesign(text));
}

std::string faultsOf(const Subject& subject, const ReachQuestion& question,
                     const Repairs& repairs) {
    std::string faults;
    for (const Repair& repair : repairs.repairs) {
        const std::string fault = faultOf(subject, question, repair);
        if (!fault.empty()) faults += fmt::format("[{}] {}\n", repairText(repair), fault);
    }
    return faults;
}

std::optional<Subject> repaired(const Subject& subject, const Repair& repair) {
    auto design = applyAll(subject.design, repair.edits);
    if (!design) return std::nullopt;
    return Subject(*std::move(design));
}

std::string firstText(const Repairs& repairs, RepairEffect effect) {
    for (const Repair& repair : repairs.repairs) {
        if (repair.effect == effect) return repairText(repair);
    }
    return {};
}

std::string rejectionsOf(const Subject& subject, const ReachQuestion& question,
                         const Repairs& repairs) {
    std::string faults;
    for (const Repair& repair : repairs.repairs) {
        std::string fault;
        static_cast<void>(madeOf(subject, question, repair, fault));
        if (!fault.empty()) faults += fmt::format("[{}] {}\n", repairText(repair), fault);
    }
    return faults;
}

bool mentions(const std::vector<std::string>& texts, const char* words) {
    return std::ranges::any_of(
        texts, [&](const std::string& text) { return text.find(words) != std::string::npos; });
}

}  // namespace archivolt::test
