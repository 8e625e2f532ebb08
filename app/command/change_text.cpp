#include "app/command/change_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command/plain_words.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

/// Of what else a repair changes, so many lines are printed; JSON has them all.
constexpr std::size_t kMaxChanges = 6;
/// Of the names at one end of a change, so many are printed.
constexpr std::size_t kMaxNames = 4;

std::string namesText(const std::vector<std::string>& names) {
    const std::size_t shown = std::min(names.size(), kMaxNames);
    std::string text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "));
    if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

/// Returns which addresses of the internet it is about, where not all.
std::string addressesText(const MatrixChange& change, const AddressSet& internet) {
    if (change.outside.empty() || change.outside == ofFamily(internet, change.family)) return {};
    const auto blocks = toCidrs(change.outside);
    constexpr std::size_t kMostNamed = 3;
    if (blocks.size() > kMostNamed) return " (some addresses)";
    return fmt::format(" ({})", addressText(change.outside));
}

}  // namespace

void addChanges(ReportText& text, const std::vector<MatrixChange>& changes,
                const AddressSet& internet) {
    if (changes.empty()) {
        text.add("      changes nothing else\n");
        return;
    }
    std::size_t shown = 0;
    for (const MatrixChange& change : changes) {
        if (shown == kMaxChanges) break;
        ++shown;
        const std::string pair = fmt::format("{} → {}{}", namesText(change.from),
                                             namesText(change.to), addressesText(change, internet));
        if (!change.opened.empty()) {
            text.add("      also opens: {}  {}\n", pair,
                     trafficWords(change.opened, change.family));
        }
        if (!change.closed.empty()) {
            text.add("      also closes: {}  {}\n", pair,
                     trafficWords(change.closed, change.family));
        }
    }
    if (shown < changes.size()) {
        text.add("      and {} more such changes (see --format json)\n", changes.size() - shown);
    }
}

}  // namespace archivolt
