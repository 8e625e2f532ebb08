#include "app/session/placed_findings.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace archivolt {

namespace {

constexpr std::size_t kHandful = 256;  // Findings that are located at once.
constexpr std::size_t kNear = 8;       // So far on a finding is looked for at first.

/// Finds again, in the order of a list, what another one like it holds.
class FoundAgain {
public:
    static constexpr std::size_t kNowhere = ~std::size_t{0};

    explicit FoundAgain(const FindingList& before) : m_before(before) {}

    /// Returns the place of a finding, or of one that says the same, behind that of the last one.
    std::size_t placeOf(const std::shared_ptr<const Finding>& finding) {
        const std::size_t end = std::min(m_next + m_reach, m_before.size());
        std::size_t place = m_next;
        while (place < end && m_before[place] != finding) ++place;
        if (place == end) place = placeOfEqual(*finding);
        if (place == kNowhere) {
            m_reach = std::min(m_reach * 2, m_before.size() + kNear);  // Much is gone, perhaps.
            return kNowhere;
        }
        m_reach = kNear;
        m_next = place + 1;
        return place;
    }

private:
    [[nodiscard]] std::size_t placeOfEqual(const Finding& finding) const {
        const std::size_t end = std::min(m_next + kNear, m_before.size());
        for (std::size_t place = m_next; place < end; ++place) {
            if (*m_before[place] == finding) return place;
        }
        return kNowhere;
    }

    const FindingList& m_before;
    std::size_t m_next = 0;
    std::size_t m_reach = kNear;
};

/// Findings on their way to their places, a handful at a time: to move tens of thousands out and
/// back at once takes as long as to locate them.
class Placing {
public:
    Placing(const PlacedFindings* before, const PlacedFindings::Locate& locate, FindingList& placed)
        : m_before(before), m_locate(locate), m_placed(placed) {
        m_asked.reserve(kHandful);
        m_diagnostics.reserve(kHandful);
    }

    /// Adds a finding, which stood at a place of the list before, or nowhere.
    void add(std::shared_ptr<const Finding> finding, std::size_t before) {
        m_diagnostics.push_back(finding->diagnostic);
        m_asked.push_back({std::move(finding), before});
        if (m_asked.size() == kHandful) finish();
    }

    /// Locates those that wait.
    void finish() {
        if (m_asked.empty()) return;
        m_locate(m_diagnostics);
        for (std::size_t i = 0; i < m_asked.size(); ++i) {
            Finding now{std::move(m_diagnostics[i]), m_asked[i].reported->suppressed};
            const std::size_t before = m_asked[i].before;
            const bool stays =
                before != FoundAgain::kNowhere && *(*m_before->placed)[before] == now;
            m_placed.push_back(stays ? (*m_before->placed)[before]
                                     : std::make_shared<const Finding>(std::move(now)));
        }
        m_asked.clear();
        m_diagnostics.clear();
    }

private:
    struct Asked {
        std::shared_ptr<const Finding> reported;
        std::size_t before;
    };
    const PlacedFindings* m_before;
    const PlacedFindings::Locate& m_locate;
    FindingList& m_placed;
    std::vector<Asked> m_asked;
    std::vector<Diagnostic> m_diagnostics;
};

}  // namespace

PlacedFindings placeFindings(FindingList reported, const PlacedFindings* before,
                             const PlacedFindings::Text& text) {
    static const FindingList kNone;
    FoundAgain found(before == nullptr ? kNone : before->reported);
    FindingList placed;
    placed.reserve(reported.size());
    Placing placing(before, text.locate, placed);
    for (auto& finding : reported) {
        const std::size_t place = found.placeOf(finding);
        const bool isKnown = place != FoundAgain::kNowhere;
        if (isKnown) finding = before->reported[place];
        if (!text.locate) continue;
        if (isKnown && text.stays && text.stays((*before->placed)[place]->diagnostic)) {
            placing.finish();  // In their order.
            placed.push_back((*before->placed)[place]);
        } else {
            placing.add(finding, place);
        }
    }
    placing.finish();
    PlacedFindings result{std::move(reported), nullptr};
    result.placed =
        std::make_shared<const FindingList>(text.locate ? std::move(placed) : result.reported);
    return result;
}

}  // namespace archivolt
