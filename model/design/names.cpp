#include "model/design/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t kLongestCompared = 64;
constexpr std::size_t kNamesListed = 8;

/// The number of characters to insert, delete or replace, letter case aside.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lowerAscii(a[i]) == lowerAscii(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string> faultOfLogicalId(std::string_view name, StackKind kind) {
    if (name.empty()) return "a name can't be empty";
    if (name.size() > kLongestLogicalId) {
        return fmt::format("a name has at most {} characters", kLongestLogicalId);
    }
    if (kind == StackKind::Observed) {
        if (name.find('/') != std::string_view::npos) return "a name can't hold `/`";
        return std::nullopt;
    }
    if (name.starts_with(kLoopPrefix)) name.remove_prefix(kLoopPrefix.size());
    const bool legal = std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c); });
    if (name.empty() || !legal) return "a name has letters and digits only (A-Z, a-z, 0-9)";
    return std::nullopt;
}

std::string freeLogicalId(std::string_view wanted,
                          const std::function<bool(const std::string&)>& isTaken) {
    constexpr std::size_t kRoomForNumber = 8;
    const std::string_view loop =
        wanted.starts_with(kLoopPrefix) ? kLoopPrefix : std::string_view();
    std::string base(loop);
    for (const char c : wanted.substr(loop.size(), kLongestLogicalId - kRoomForNumber)) {
        if (isLetter(c) || isDigit(c)) base += c;
    }
    if (base.size() == loop.size()) base += "Resource";
    std::string name = base;
    for (int number = 2; isTaken(name); ++number) name = base + std::to_string(number);
    return name;
}

std::optional<std::string> faultOfStackName(std::string_view name, StackKind kind) {
    if (name.empty()) return "a stack's name can't be empty";
    if (name.find('/') != std::string_view::npos) return "a stack's name can't hold `/`";
    if (kind == StackKind::Observed) return std::nullopt;
    const bool legal =
        isLetter(name[0]) && name.size() <= 128 &&
        std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
    if (legal) return std::nullopt;
    return "a stack's name is a letter, then letters, digits and hyphens, 128 characters at most";
}

std::vector<std::string> nearNames(std::string_view name, const std::vector<std::string>& known) {
    if (name.size() > kLongestCompared) return {};
    const std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
    std::vector<std::pair<std::size_t, std::size_t>> ranked;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const std::size_t longer = std::max(known[i].size(), name.size());
        if (longer - std::min(known[i].size(), name.size()) > limit) continue;
        const std::size_t far = distance(name, known[i]);
        if (far <= limit) ranked.emplace_back(far, i);
    }
    std::ranges::sort(ranked);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i) {
        names.push_back(known[ranked[i].second]);
    }
    return names;
}

std::string nameHelp(std::string_view name, const std::vector<std::string>& known) {
    if (known.empty()) return "there are none";
    const auto near = nearNames(name, known);
    if (!near.empty()) return fmt::format("did you mean `{}`?", fmt::join(near, "`, `"));
    const auto end =
        known.begin() + static_cast<std::ptrdiff_t>(std::min(kNamesListed, known.size()));
    const std::vector<std::string> listed(known.begin(), end);
    const std::string more = known.size() > listed.size()
                                 ? fmt::format(" and {} more", known.size() - listed.size())
                                 : std::string();
    return fmt::format("there are: `{}`{}", fmt::join(listed, "`, `"), more);
}

std::vector<std::string> logicalIds(const Stack& stack) {
    std::vector<std::string> names;
    for (const auto& resource : stack.body.resources) names.push_back(resource->logicalId);
    return names;
}

std::vector<std::string> keysOf(const Value* map) {
    std::vector<std::string> keys;
    if (map == nullptr) return keys;
    for (const MapEntry& entry : map->entries()) keys.push_back(entry.key);
    return keys;
}

}  // namespace archivolt
