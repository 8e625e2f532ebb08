#pragma once

#include <optional>
#include <random>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// What an edit may do to what passes between any two places.
enum class Effect {
    Nothing,      ///< Not one packet is judged otherwise.
    NothingOfV4,  ///< Not one of IPv4.
    OnlyOpens,    ///< What passed passes still.
    OnlyCloses,   ///< What did not pass does not pass now.
    OnlyBlurs     ///< Something is no longer known: sure is less, possible is more, truth between.
};

/// A kind of edit of a network, whose place is chosen at random.
struct NetworkEdit {
    const char* name;
    Effect effect;
    /// Returns the edited network, or nothing where the chosen place can't be edited so.
    std::optional<Architecture> (*apply)(const Architecture& before, std::mt19937_64& random);
};

/// All kinds of edits whose effect is known without asking the engine.
[[nodiscard]] const std::vector<NetworkEdit>& networkEdits();

}  // namespace archivolt::test
