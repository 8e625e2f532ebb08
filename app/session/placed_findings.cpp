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
            if (saySame(*m_before[place], finding)) return place;
        }
        return kNowhere;
    }

    const FindingList& m_before;
    std::size_t m_next = 0;
    std::size_t m_reach = kNear;
};

void forgetPlace(Where& where) {
    where.file = {};
    where.line = 0;
    where.column = 0;
}

/// Findings on their way to their places, a handful at a time: to move tens of thousands out and
/// back at once takes as long as to locate them.
class Placing {
public:
    Placing(const PlacedFindings::Locate& locate, FindingList& placed)
        : m_locate(locate), m_placed(placed) {
        m_asked.reserve(kHandful);
        m_diagnostics.reserve(kHandful);
    }

    /// Adds a finding, which may stand where it stood.
    void add(const std::shared_ptr<const Finding>& finding) {
        m_asked.push_back(finding);
        Diagnostic& diagnostic = m_diagnostics.emplace_back(finding->diagnostic);
        forgetPlace(diagnostic.where);
        for (Where& related : diagnostic.related) forgetPlace(related);
        if (m_asked.size() == kHandful) finish();
    }

    /// Locates those that wait.
    void finish() {
        if (m_asked.empty()) return;
        m_locate(m_diagnostics);
        for (std::size_t i = 0; i < m_asked.size(); ++i) {
            const bool stays = m_asked[i]->diagnostic == m_diagnostics[i];
            m_placed.push_back(stays ? std::move(m_asked[i])
                                     : std::make_shared<const Finding>(Finding{
                                           std::move(m_diagnostics[i]), m_asked[i]->suppressed}));
        }
        m_asked.clear();
        m_diagnostics.clear();
    }

private:
    const PlacedFindings::Locate& m_locate;
    FindingList& m_placed;
    FindingList m_asked;
    std::vector<Diagnostic> m_diagnostics;
};

}  // namespace

PlacedFindings placeFindings(const FindingList& reported, const FindingList* before,
                             const PlacedFindings::Text& text) {
    static const FindingList kNone;
    FoundAgain found(before == nullptr ? kNone : *before);
    FindingList placed;
    placed.reserve(reported.size());
    Placing placing(text.locate, placed);
    for (const auto& finding : reported) {
        const std::size_t place = found.placeOf(finding);
        const bool isKnown = place != FoundAgain::kNowhere;
        const auto& same = isKnown ? (*before)[place] : finding;
        if (text.locate && !(isKnown && text.stays && text.stays(same->diagnostic))) {
            placing.add(same);
            continue;
        }
        placing.finish();  // In their order.
        placed.push_back(same);
    }
    placing.finish();
    PlacedFindings result;
    for (std::size_t i = 0; i < reported.size(); ++i) {
        if (placed[i] != reported[i]) result.others.emplace(reported[i].get(), placed[i]);
    }
    result.list = std::make_shared<const FindingList>(std::move(placed));
    return result;
}

}  // namespace archivolt
