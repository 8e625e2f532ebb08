#include "export/cloudformation/splice_align.h"

#include <algorithm>
#include <unordered_map>

namespace archivolt {

namespace {

constexpr std::size_t kMaxCells = 250'000;
constexpr double kAddOrRemove = 1.0;

/// Returns the cost of changing one item into another: 0 when equal, 2 (as much as taking one away
/// and adding the other) when they have nothing in common.
double changeCost(const Value& a, const Value& b) {
    if (a == b) return 0;
    if (a.isScalar() && b.isScalar()) return 1.5;
    if (a.kind() != b.kind()) return 1.9;
    if (a.isCall()) return a.functionName() == b.functionName() ? 1.0 : 1.7;
    if (!a.isMap() || a.entries().empty()) return 1.5;
    std::size_t same = 0;
    for (const MapEntry& entry : a.entries()) {
        const Value* other = b.find(entry.key);
        if (other != nullptr && *other == entry.value) ++same;
    }
    const double share = static_cast<double>(same) /
                         static_cast<double>(std::max(a.entries().size(), b.entries().size()));
    return 1.6 - 1.2 * share;
}

/// Aligns by least cost over the items `[first, first + n)` and `[first, first + m)`.
void alignCheapest(const std::vector<Value>& before, const std::vector<Value>& after,
                   std::size_t first, std::size_t n, std::size_t m, Alignment& result) {
    const std::size_t width = m + 1;
    std::vector<double> cost((n + 1) * width, 0);
    std::vector<double> change(n * m, 0);
    for (std::size_t i = n + 1; i-- > 0;) {
        for (std::size_t j = m + 1; j-- > 0;) {
            double& here = cost[i * width + j];
            if (i == n || j == m) {
                here = kAddOrRemove * static_cast<double>((n - i) + (m - j));
                continue;
            }
            double& one = change[i * m + j];
            one = changeCost(before[first + i], after[first + j]);
            here = std::min({one + cost[(i + 1) * width + j + 1],
                             kAddOrRemove + cost[(i + 1) * width + j],
                             kAddOrRemove + cost[i * width + j + 1]});
        }
    }
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        const double here = cost[i * width + j];
        if (here == change[i * m + j] + cost[(i + 1) * width + j + 1]) {
            result[first + j++] = first + i++;
        } else if (here == kAddOrRemove + cost[(i + 1) * width + j]) {
            ++i;
        } else {
            ++j;
        }
    }
}

}  // namespace

Alignment alignKeys(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    // What begins both is in order, and most of the time that is nearly all.
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head]) ++head;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = head; i < before.size(); ++i) places.emplace(before[i], i);
    Alignment result(after.size());
    for (std::size_t j = 0; j < head; ++j) result[j] = j;
    for (std::size_t j = head; j < after.size(); ++j) {
        const auto found = places.find(after[j]);
        if (found != places.end()) result[j] = found->second;
    }
    // The longest ascending run of old places stays; what is out of order moves.
    std::vector<std::size_t> tails;  // tails[k]: the new index that ends the best run of k + 1.
    std::vector<std::size_t> previous(after.size(), after.size());
    for (std::size_t j = 0; j < after.size(); ++j) {
        if (!result[j]) continue;
        const auto at = std::ranges::lower_bound(tails, *result[j], {},
                                                 [&](std::size_t t) { return *result[t]; });
        if (at != tails.begin()) previous[j] = *(at - 1);
        if (at == tails.end()) {
            tails.push_back(j);
        } else {
            *at = j;
        }
    }
    std::vector<bool> stays(after.size(), false);
    for (std::size_t j = tails.empty() ? after.size() : tails.back(); j < after.size();
         j = previous[j]) {
        stays[j] = true;
    }
    for (std::size_t j = 0; j < after.size(); ++j) {
        if (!stays[j]) result[j].reset();
    }
    return result;
}

void alignRenamed(const Value& before, const Value& after, Alignment& alignment) {
    const auto& old = before.entries();
    const auto& now = after.entries();
    std::size_t from = 0;  // The first old entry behind what is aligned so far.
    for (std::size_t j = 0; j < now.size(); ++j) {
        if (!alignment[j] && !now[j].value.isScalar() && !now[j].value.isNull()) {
            const auto next = std::find_if(alignment.begin() + static_cast<std::ptrdiff_t>(j),
                                           alignment.end(), [](const auto& a) { return a; });
            const std::size_t to = next != alignment.end() ? **next : old.size();
            for (std::size_t i = from; i < to && !alignment[j]; ++i) {
                if (old[i].value == now[j].value) alignment[j] = i;
            }
        }
        if (alignment[j]) from = *alignment[j] + 1;
    }
}

Alignment alignItems(const std::vector<Value>& before, const std::vector<Value>& after) {
    Alignment result(after.size());
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head]) {
        result[head] = head;
        ++head;
    }
    std::size_t tail = 0;
    while (tail < shorter - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
        result[after.size() - 1 - tail] = before.size() - 1 - tail;
        ++tail;
    }
    const std::size_t n = before.size() - head - tail;
    const std::size_t m = after.size() - head - tail;
    if (n * m <= kMaxCells) {
        alignCheapest(before, after, head, n, m, result);
    } else {
        for (std::size_t i = 0; i < std::min(n, m); ++i) result[head + i] = head + i;
    }
    return result;
}

}  // namespace archivolt
