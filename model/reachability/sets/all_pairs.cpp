#include "model/reachability/sets/all_pairs.h"

#include "model/reachability/sets/pair_evaluator.h"

namespace archivolt {

namespace {

/// Goes through pairs row by row.
class Rows {
public:
    Rows(const Reachability& reachability, std::span<const InterfaceClass> classes)
        : m_classes(classes) {
        InterfaceNumbers numbers(reachability.network());
        for (const InterfaceClass& each : classes) {
            m_first.push_back(numbers.endOf(each.members.front()));
            m_second.push_back(each.members.size() > 1 ? numbers.endOf(each.members[1])
                                                       : m_first.back());
        }
        m_evaluator.emplace(reachability, PathTable(numbers.routeClasses()),
                            CopyOnWrite<TrafficPool>());
    }

    void visitRow(std::size_t from, const std::function<void(const ClassPair&)>& visit) {
        m_evaluator->trim();
        for (std::size_t to = 0; to < m_classes.size(); ++to) {
            if (from == to && m_classes[to].members.size() == 1) continue;
            const PairEnd& receiver = from == to ? m_second[to] : m_first[to];
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                if (!m_first[from].has(family) || !receiver.has(family)) continue;
                const BoundsId traffic = m_evaluator->evaluate(m_first[from], receiver, family);
                visit({from, to, family, m_evaluator->pool().at(traffic)});
            }
        }
    }

private:
    std::span<const InterfaceClass> m_classes;
    std::vector<PairEnd> m_first;   ///< By class: its first member.
    std::vector<PairEnd> m_second;  ///< By class: another one, if it has one.
    std::optional<PairEvaluator> m_evaluator;
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
    for (std::size_t from = 0; from < classes.size() && !stop.stop_requested(); ++from) {
        rows.visitRow(from, visit);
    }
}

void forEachPairFrom(const Reachability& reachability, std::span<const InterfaceClass> classes,
                     std::size_t from, const std::function<void(const ClassPair&)>& visit) {
    Rows(reachability, classes).visitRow(from, visit);
}

}  // namespace archivolt
