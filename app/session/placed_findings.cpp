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
    Placing(const PlacedFindings::Locate& locate, const KeptFindings& kept, FindingList& placed)
        : m_locate(locate), m_fresh(kept.fresh()), m_placed(placed) {
        m_asked.reserve(kHandful);
        m_diagnostics.reserve(kHandful);
    }

    /// Adds a finding, which may stand where it stood.
    void add(std::shared_ptr<const Finding> finding) {
        Finding* own = ownOf(finding);
        Diagnostic& diagnostic = own == nullptr
                                     ? m_diagnostics.emplace_back(finding->diagnostic)
                                     : m_diagnostics.emplace_back(std::move(own->diagnostic));
        m_asked.push_back({std::move(finding), own});
        forgetPlace(diagnostic.where);
        for (Where& related : diagnostic.related) forgetPlace(related);
        if (m_asked.size() == kHandful) finish();
    }

    /// Locates those that wait.
    void finish() {
        if (m_asked.empty()) return;
        m_locate(m_diagnostics);
        for (std::size_t i = 0; i < m_asked.size(); ++i) {
            m_placed.push_back(placed(std::move(m_asked[i]), std::move(m_diagnostics[i])));
        }
        m_asked.clear();
        m_diagnostics.clear();
    }

private:
    struct Asked {
        std::shared_ptr<const Finding> finding;
        Finding* own = nullptr;  ///< It may be written; null: others may read it.
    };

    /// Returns a finding to be written where nobody else can see it: a copy of each of tens of
    /// thousands would leave as many holes in the heap.
    [[nodiscard]] Finding* ownOf(const std::shared_ptr<const Finding>& finding) const {
        const bool isFresh = std::ranges::binary_search(m_fresh, finding.get());
        const long owners = isFresh ? 2 : 1;  // What reported it, and what keeps it.
        if (finding.use_count() != owners) return nullptr;
        return std::const_pointer_cast<Finding>(finding).get();
    }

    [[nodiscard]] static std::shared_ptr<const Finding> placed(Asked asked, Diagnostic located) {
        if (asked.own != nullptr) {
            asked.own->diagnostic = std::move(located);
            return std::move(asked.finding);
        }
        if (asked.finding->diagnostic == located) return std::move(asked.finding);
        return std::make_shared<Finding>(Finding{std::move(located), asked.finding->suppressed});
    }

    const PlacedFindings::Locate& m_locate;
    const std::vector<const Finding*> m_fresh;
    FindingList& m_placed;
    std::vector<Asked> m_asked;
    std::vector<Diagnostic> m_diagnostics;
};

}  // namespace

PlacedFindings placeFindings(FindingList reported, const FindingList* before,
                             const PlacedFindings::Text& text, const KeptFindings& kept) {
    static const FindingList kNone;
    FoundAgain found(before == nullptr ? kNone : *before);
    std::vector<const Finding*> asReported;
    asReported.reserve(reported.size());
    FindingList placed;
    placed.reserve(reported.size());
    Placing placing(text.locate, kept, placed);
    for (auto& finding : reported) {
        asReported.push_back(finding.get());
        const std::size_t place = found.placeOf(finding);
        const bool isKnown = place != FoundAgain::kNowhere;
        // What was reported lasts until all are placed: its address tells it.
        auto same = isKnown ? (*before)[place] : nullptr;
        if (!isKnown) same.swap(finding);
        if (text.locate && !(isKnown && text.stays && text.stays(same->diagnostic))) {
            placing.add(std::move(same));
            continue;
        }
        placing.finish();  // In their order.
        placed.push_back(std::move(same));
    }
    placing.finish();
    PlacedFindings result;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (placed[i].get() != asReported[i]) result.others.emplace(asReported[i], placed[i]);
    }
    result.list = std::make_shared<const FindingList>(std::move(placed));
    return result;
}

}  // namespace archivolt
