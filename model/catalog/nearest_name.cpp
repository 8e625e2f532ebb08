#include <algorithm>
#include <string>
#include <vector>

#include "model/base/text_case.h"
#include "model/catalog/catalog.h"
#include "model/catalog/near_miss.h"

namespace archivolt {

namespace {

constexpr int kStep = 2;  // An edit; a difference of case alone costs half of it.

int replacementCost(char a, char b) {
    if (a == b) return 0;
    return lowerAscii(a) == lowerAscii(b) ? 1 : kStep;
}

/// Returns the optimal string alignment distance in half edits, or `limit` + 1 if it is more.
int distance(std::string_view a, std::string_view b, int limit) {
    const auto difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (static_cast<int>(difference) * kStep > limit) return limit + 1;
    std::vector<int> before(b.size() + 1);
    std::vector<int> last(b.size() + 1);
    std::vector<int> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j) * kStep;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i) * kStep;
        int best = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + kStep, row[j - 1] + kStep,
                               last[j - 1] + replacementCost(a[i - 1], b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + kStep);
            }
            best = std::min(best, row[j]);
        }
        if (best > limit) return limit + 1;
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

/// Returns the candidates within `limit` half edits, best first.
std::vector<std::string_view> ranked(std::string_view word,
                                     std::span<const std::string_view> candidates, int limit) {
    std::vector<std::pair<int, std::string_view>> near;
    for (const std::string_view candidate : candidates) {
        const int edits = distance(word, candidate, limit);
        if (edits <= limit) near.emplace_back(edits, candidate);
    }
    std::sort(near.begin(), near.end());
    std::vector<std::string_view> names;
    names.reserve(near.size());
    for (const auto& [edits, name] : near) names.push_back(name);
    return names;
}

/// Returns a third of the word in half edits; a name of more than 200 characters is never near.
int limitFor(std::size_t length) {
    return std::max(kStep, static_cast<int>(std::min<std::size_t>(length, 200)) * kStep / 3);
}

std::string digitsOf(std::string_view name) {
    std::string digits;
    for (const char c : name) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return digits;
}

bool sameButForCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return lowerAscii(x) == lowerAscii(y);
           });
}

}  // namespace

std::optional<std::string_view> nearMiss(std::string_view word,
                                         std::span<const std::string_view> candidates) {
    constexpr int kMostEdits = 2;
    constexpr std::size_t kLettersPerEdit = 6;
    const std::size_t edits = std::min<std::size_t>(word.size() / kLettersPerEdit, kMostEdits);
    const int limit = std::max(1, static_cast<int>(edits)) * kStep;
    std::string_view best;
    int fewest = limit + 1;
    for (const std::string_view candidate : candidates) {
        int between = distance(word, candidate, limit);
        if (between > limit && sameButForCase(word, candidate)) between = limit;
        const bool better = between < fewest || (between == fewest && candidate < best);
        if (between > limit || !better || digitsOf(word) != digitsOf(candidate)) continue;
        best = candidate;
        fewest = between;
    }
    return best.empty() ? std::nullopt : std::optional(best);
}

std::vector<std::string_view> nearestNames(std::string_view word,
                                           std::span<const std::string_view> candidates,
                                           std::size_t count) {
    std::vector<std::string_view> names = ranked(word, candidates, limitFor(word.size()));
    if (names.size() > count) names.resize(count);
    return names;
}

std::optional<std::string_view> nearestType(const Catalog& catalog, std::string_view name) {
    return nearMiss(name, catalog.typeNames());
}

std::optional<std::string_view> nearestProperty(const ObjectType& object, std::string_view name) {
    std::vector<std::string_view> candidates;
    candidates.reserve(object.properties.size());
    for (const PropertyFacts& facts : object.properties) candidates.push_back(facts.name);
    return nearMiss(name, candidates);
}

}  // namespace archivolt
