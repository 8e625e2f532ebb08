#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/modes/reach/reach_answers.h"
#include "model/repair/repair.h"

namespace archivolt {

/// Whether what was connected gets through, and what is to be done and said of it.
struct ConnectionWay {
    Verdict verdict = Verdict::Unknown;  ///< With the edits.
    /// Rules of groups and entries of ACLs, of all ways of opening it the one that changes least
    /// else; empty where none is needed or none opens it.
    std::vector<Edit> edits;
    /// What the edits are; where it does not get through, what stops it. Empty where there is
    /// nothing to say: it gets through without more.
    std::string says;
};

enum class WayOpening : std::uint8_t {
    Sought,  ///< What opens it is looked for.
    Left     ///< Only what stops it is told.
};

/// Asks the engine whether two things that were connected reach one another, and what of groups and
/// ACLs is to be opened so that they do.
///
/// No route is added and no public address given: a line between two things does not ask for that.
/// Cost: that of a question, and where it is stopped that of `proposeRepairs`.
[[nodiscard]] ConnectionWay wayOfConnection(const RepairSubject& subject, const ReachAsk& ask,
                                            WayOpening opening = WayOpening::Sought);

}  // namespace archivolt
