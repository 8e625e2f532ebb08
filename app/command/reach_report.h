#pragma once

#include <string>

#include "app/command/rule_places.h"
#include "model/reachability/questions/reach.h"
#include "model/repair/repair.h"

namespace archivolt {

/// Everything that a report of one answer says.
struct ReachReport {
    const ReachQuestion& question;
    const ReachAnswer& answer;
    const Repairs& repairs;
    const RulePlaces& places;
    const AddressSet& internet;
    std::string file;   ///< As the user named it.
    std::string asked;  ///< The command that asked, without its format: `archivolt reach …`.
    bool isDescribed = false;  ///< Whether it is output of the AWS CLI, to be saved as a project.
};

/// Returns an answer for people: the verdict, its cause in one sentence, what passes, what stops it
/// and where that stands in the text, the repairs and the commands that make them; then an aligned
/// table of the hops there and back with the deciding rule set off, and notes.
[[nodiscard]] std::string reachText(const ReachReport& report, bool colour);

}  // namespace archivolt
