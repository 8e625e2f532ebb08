#include "model/repair/matrix_merge.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace archivolt {

namespace {

/// Numbers values by equality; there are few different ones.
template <class T>
class Numbered {
public:
    std::size_t numberOf(const T& value) {
        if (m_last < m_values.size() && m_values[m_last] == value) return m_last;
        const auto at = std::ranges::find(m_values, value);
        m_last = static_cast<std::size_t>(at - m_values.begin());
        if (at == m_values.end()) m_values.push_back(value);
        return m_last;
    }
    const T& operator[](std::size_t number) const { return m_values[number]; }

private:
    std::vector<T> m_values;
    std::size_t m_last = 0;
};

/// What differs, and (for an outside end) for which addresses: all but the ends.
struct Kind {
    Family family = Family::Ipv4;
    std::size_t traffic = 0;
    std::size_t outside = 0;
    friend auto operator<=>(const Kind&, const Kind&) = default;
};

using EndNumbers = std::vector<int>;  // Ascending.

class Merger {
public:
    explicit Merger(const std::function<const std::vector<std::string>&(int)>& namesOf)
        : m_namesOf(namesOf) {}

    std::vector<MatrixChange> merge(const std::vector<FoundPair>& found) {
        addOutside(found);
        for (const FoundPair& one : found) {
            if (one.outside.empty()) addRow(one.from, one.to, one.family, trafficOf(one), {}, one);
        }
        for (const auto& [key, pair] : m_outsideOrder) {
            addRow(pair->from, pair->to, pair->family, trafficOf(*pair), m_outside.at(key), *pair);
        }
        return columns();
    }

private:
    using OutsideKey = std::tuple<int, int, Family, std::size_t>;
    /// A sender with all receivers of one kind.
    struct Row {
        int from = 0;
        Kind kind;
        EndNumbers to;
        std::size_t pairs = 0;
    };

    std::size_t trafficOf(const FoundPair& pair) {
        return m_traffic.numberOf({pair.opened, pair.closed});
    }

    /// Pieces of the outside are one end, whose addresses add up.
    void addOutside(const std::vector<FoundPair>& found) {
        for (const FoundPair& one : found) {
            if (one.outside.empty()) continue;
            const OutsideKey key(one.from, one.to, one.family, trafficOf(one));
            const auto [at, isNew] = m_outside.emplace(key, one.outside);
            if (isNew) m_outsideOrder.emplace_back(key, &one);
            if (!isNew) at->second |= one.outside;
        }
    }

    void addRow(int from, int to, Family family, std::size_t traffic, const AddressSet& outside,
                const FoundPair& pair) {
        const Kind kind{family, traffic, m_addresses.numberOf(outside)};
        const auto [at, isNew] = m_rowOf.emplace(std::pair(from, kind), m_rows.size());
        if (isNew) m_rows.push_back({from, kind, {}, 0});
        m_rows[at->second].to.push_back(to);
        m_rows[at->second].pairs += pair.pairs;
    }

    [[nodiscard]] bool isOneThing(int end) const { return m_namesOf(end).size() == 1; }

    /// A thing is not meant with itself, so that it may stand among its own receivers.
    [[nodiscard]] static EndNumbers withItself(const Row& row) {
        EndNumbers ends = row.to;
        const auto at = std::ranges::lower_bound(ends, row.from);
        if (at == ends.end() || *at != row.from) ends.insert(at, row.from);
        return ends;
    }

    /// Joins the senders that have the same receivers.
    std::vector<MatrixChange> columns() {
        std::map<std::pair<Kind, EndNumbers>, std::size_t> uses;
        for (Row& row : m_rows) {
            std::ranges::sort(row.to);
            ++uses[{row.kind, row.to}];
            if (isOneThing(row.from)) ++uses[{row.kind, withItself(row)}];
        }
        std::map<std::pair<Kind, EndNumbers>, std::size_t> columnOf;
        std::vector<std::pair<const Row*, EndNumbers>> order;
        std::vector<EndNumbers> senders;
        std::vector<std::size_t> pairs;
        for (const Row& row : m_rows) {
            EndNumbers to = row.to;
            if (isOneThing(row.from)) {
                EndNumbers more = withItself(row);
                if (uses.at({row.kind, more}) > uses.at({row.kind, to})) to = std::move(more);
            }
            const auto [at, isNew] = columnOf.emplace(std::pair(row.kind, to), order.size());
            if (isNew) {
                order.emplace_back(&row, std::move(to));
                senders.emplace_back();
                pairs.push_back(0);
            }
            senders[at->second].push_back(row.from);
            pairs[at->second] += row.pairs;
        }
        std::vector<MatrixChange> changes;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const Kind& kind = order[i].first->kind;
            const auto& [opened, closed] = m_traffic[kind.traffic];
            MatrixChange change{names(senders[i]),
                                names(order[i].second),
                                m_addresses[kind.outside],
                                kind.family,
                                opened,
                                closed,
                                pairs[i]};
            if (change.to.size() == 1) std::erase(change.from, change.to.front());
            if (change.from.size() == 1) std::erase(change.to, change.from.front());
            if (!change.from.empty() && !change.to.empty()) changes.push_back(std::move(change));
        }
        return changes;
    }

    [[nodiscard]] std::vector<std::string> names(const EndNumbers& ends) const {
        std::vector<std::string> all;
        if (ends.size() == 1) return m_namesOf(ends.front());  // Each of them once.
        std::unordered_set<std::string_view> known;
        for (const int end : ends) {
            for (const std::string& name : m_namesOf(end)) {
                if (known.insert(name).second) all.push_back(name);
            }
        }
        return all;
    }

    const std::function<const std::vector<std::string>&(int)>& m_namesOf;
    Numbered<std::pair<TrafficSet, TrafficSet>> m_traffic;
    Numbered<AddressSet> m_addresses;
    std::map<OutsideKey, AddressSet> m_outside;
    std::vector<std::pair<OutsideKey, const FoundPair*>> m_outsideOrder;
    std::map<std::pair<int, Kind>, std::size_t> m_rowOf;
    std::vector<Row> m_rows;
};

}  // namespace

std::vector<MatrixChange> mergeChanges(
    const std::vector<FoundPair>& found,
    const std::function<const std::vector<std::string>&(int)>& namesOf) {
    return Merger(namesOf).merge(found);
}

}  // namespace archivolt
