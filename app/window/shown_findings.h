#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/session/judge.h"

namespace archivolt {

/// A finding that is not copied, whoever looks at it.
using SharedFinding = std::shared_ptr<const Diagnostic>;

/// One line of the problems: a finding, or a promise that is not kept.
struct ListedFinding {
    SharedFinding finding;
    Severity severity = Severity::Low;
    bool isPromise = false;
    std::size_t key = 0;   ///< Its own in a list: a hash of what it says and of what.
    std::size_t says = 0;  ///< A hash of all of it, the line included.
    /// Says whether both tell the same of the same; of two that differ, hashes hardly ever agree.
    friend bool operator==(const ListedFinding& a, const ListedFinding& b) {
        if (a.finding == b.finding && a.key == b.key) return true;
        return a.key == b.key && a.says == b.says && a.isPromise == b.isPromise;
    }
};

inline constexpr std::size_t kSeverities = static_cast<std::size_t>(Severity::Low) + 1;

/// Says whether a finding is as urgent as what AWS would reject: it is shown in red.
[[nodiscard]] constexpr bool isUrgent(Severity severity) { return severity <= Severity::High; }

/// What is found at one resource; what a rule of a group exposes has the finding, not the group.
struct FindingCount {
    ResourceId resource;
    int count = 0;
    Severity worst = Severity::Low;
    friend bool operator==(const FindingCount&, const FindingCount&) = default;
};

/// What is listed of a design's findings and promises, worst first, and counted: a value that the
/// thread that judges makes, so that the window's need only take it over.
///
/// A broken promise counts as an error, one of which it can't be told as advice; the things that
/// decide it are named, and its place is that of the first.
struct ShownFindings {
    std::vector<ListedFinding> rows;
    std::vector<SharedFinding> open;   ///< The engines' alone that are not accepted, as they come.
    std::vector<FindingCount> counts;  ///< By resource, of all rows.
    std::array<std::size_t, kSeverities> of{};  ///< Rows by severity.
    [[nodiscard]] std::size_t count(Severity severity) const {
        return of[static_cast<std::size_t>(severity)];
    }
};

/// Returns what is listed of findings and of the promises among these that are not kept; nothing is
/// counted by resource.
[[nodiscard]] std::shared_ptr<const ShownFindings> shownFindings(
    std::span<const SharedFinding> findings, std::span<const IntentAnswer> promises = {});

/// Lists what is said of one design's revisions, stage by stage.
///
/// What a stage said of the revision before stays until it is done again, so that lists do not
/// empty and fill at each edit; a stage that says the same again costs a look, and where all say
/// the same the list is the same object as before.
class FindingLister {
public:
    /// What was found when the design was opened; shared for as long as it is open.
    using AtOpening = std::shared_ptr<const std::vector<SharedFinding>>;
    /// What was said of revisions before `openedAt` is forgotten.
    struct Asked {
        const Design& design;
        AtOpening atOpening;  ///< Null for none.
        std::uint64_t openedAt = 0;
    };
    [[nodiscard]] std::shared_ptr<const ShownFindings> list(const Asked& asked,
                                                            const Judgement& judgement);

private:
    /// The lines that are made of one thing, by which they are known again.
    struct Part {
        std::shared_ptr<const void> of;
        std::vector<ListedFinding> lines;
    };
    enum PartOf : std::uint8_t {
        Promises,
        Opening,
        Rules,
        Advice,
        Remarks,  ///< What is wrong with how promises are written.
        kParts
    };
    [[nodiscard]] bool bringUpToDate(const Asked& asked, const Judgement& judgement);

    std::array<Part, kParts> m_parts;
    std::uint64_t m_openedAt = 0;
    std::shared_ptr<const ShownFindings> m_shown;
};

}  // namespace archivolt
