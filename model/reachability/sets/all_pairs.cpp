#include "model/reachability/sets/all_pairs.h"

#include <algorithm>
#include <optional>

#include "model/reachability/sets/pair_evaluator.h"
#include "model/reachability/sets/receiver_kinds.h"

namespace archivolt {

namespace {

/// Goes through pairs row by row.
class Rows {
public:
    Rows(const Reachability& reachability, std::span<const InterfaceClass> classes)
        : m_reachability(reachability), m_classes(classes), m_numbers(reachability.network()) {
        for (const InterfaceClass& each : classes) {
            m_first.push_back(m_numbers.endOf(each.members.front()));
            m_second.push_back(each.members.size() > 1 ? m_numbers.endOf(each.members[1])
                                                       : m_first.back());
        }
        m_evaluator.emplace(reachability, PathTable(m_numbers.routeClasses()),
                            CopyOnWrite<TrafficPool>());
    }

    /// Makes ready for many rows: what a sender finds at a receiver is then worked out once for
    /// each kind of receiver.
    void sortReceivers() {
        m_kinds.emplace(m_reachability, m_numbers, m_first);
        m_known.resize(m_kinds->size());
        m_isRelated.resize(m_reachability.network().groupSets().size());
    }

    void visitRow(std::size_t from, const std::function<void(const ClassPair&)>& visit) {
        m_evaluator->trim();
        const bool usesKinds = m_kinds && beginRow(m_first[from].groupSet);
        for (std::size_t to = 0; to < m_classes.size(); ++to) {
            if (from == to && m_classes[to].members.size() == 1) continue;
            const PairEnd& receiver = from == to ? m_second[to] : m_first[to];
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                if (!m_first[from].has(family) || !receiver.has(family)) continue;
                const bool byKind = usesKinds && !m_isRelated[receiver.groupSet];
                visit({from, to, family,
                       byKind ? ofKind(m_first[from], receiver, m_kinds->kindOf(to, family), family)
                              : evaluate(m_first[from], receiver, family)});
            }
        }
    }

private:
    /// What a sender finds at the receivers of a kind.
    struct KnownTraffic {
        const TrafficBounds* traffic = nullptr;  ///< Null pointer: not known yet.
        bool isEachItsOwn = false;               ///< It has to be worked out for each.
    };

    /// Returns false where every receiver has to be looked at by itself.
    bool beginRow(std::uint32_t sender) {
        const auto related = m_kinds->relatedTo(sender);
        if (!related) return false;
        std::ranges::fill(m_known, KnownTraffic{});
        std::ranges::fill(m_isRelated, false);
        for (const std::uint32_t set : *related) m_isRelated[set] = true;
        return true;
    }

    const TrafficBounds& evaluate(const PairEnd& from, const PairEnd& to, Family family) {
        return m_evaluator->pool().at(m_evaluator->evaluate(from, to, family));
    }

    const TrafficBounds& ofKind(const PairEnd& from, const PairEnd& to, std::uint32_t kind,
                                Family family) {
        KnownTraffic& known = m_known[kind];
        if (known.traffic != nullptr) return *known.traffic;
        const TrafficBounds& traffic = evaluate(from, to, family);
        if (known.isEachItsOwn) return traffic;
        const FlowPath* path = m_evaluator->pathOf(from, to, family);
        known.isEachItsOwn = path == nullptr || !tellsReceiversApartByKind(*path);
        if (!known.isEachItsOwn) known.traffic = &traffic;
        return traffic;
    }

    static bool tellsReceiversApartByKind(const FlowPath& path) {
        return path.isShared && !path.hasMiddlebox &&
               std::ranges::none_of(path.steps, [](const FlowStep& step) {
                   return step.kind == FlowStep::Kind::Groups &&
                          step.interface == FlowParty::Receiver &&
                          step.remoteInterface == FlowParty::Receiver;
               });
    }

    const Reachability& m_reachability;
    std::span<const InterfaceClass> m_classes;
    InterfaceNumbers m_numbers;
    std::vector<PairEnd> m_first;   ///< By class: its first member.
    std::vector<PairEnd> m_second;  ///< By class: another one, if it has one.
    std::optional<PairEvaluator> m_evaluator;
    std::optional<ReceiverKinds> m_kinds;
    // Of the row:
    std::vector<KnownTraffic> m_known;  ///< By kind.
    std::vector<std::uint8_t>
        m_isRelated;  ///< By set of groups: a rule relates it to the sender's.
};

}  // namespace

std::vector<InterfaceClass> interfaceClasses(const Reachability& reachability) {
    const InterfaceClasses found(reachability.network());
    std::vector<InterfaceClass> classes(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto members = found.members(i);
        classes[i].members.assign(members.begin(), members.end());
    }
    return classes;
}

void forEachPair(const Reachability& reachability, std::span<const InterfaceClass> classes,
                 const std::stop_token& stop, const std::function<void(const ClassPair&)>& visit) {
    Rows rows(reachability, classes);
    rows.sortReceivers();
    for (std::size_t from = 0; from < classes.size() && !stop.stop_requested(); ++from) {
        rows.visitRow(from, visit);
    }
}

void forEachPairFrom(const Reachability& reachability, std::span<const InterfaceClass> classes,
                     std::size_t from, const std::function<void(const ClassPair&)>& visit) {
    Rows(reachability, classes).visitRow(from, visit);
}

}  // namespace archivolt
