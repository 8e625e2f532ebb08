#pragma once

#include <vector>

#include "app/modes/reach/reach_answers.h"

namespace archivolt {

/// Lists of one moment, asked one after the other: what they have in common is made once.
///
/// The scene must outlive it.
class ReachLister {
public:
    explicit ReachLister(const ReachScene& scene);
    /// Lists as `listReach` does.
    [[nodiscard]] Result<ReachList> list(const ReachAsk& ask);
    /// Returns what passes or may pass in that list, all in `passes`, without ways and reasons: no
    /// answer need be asked for, nor a word said of what is stopped.
    [[nodiscard]] Result<ReachList> passing(const ReachAsk& ask);

private:
    const ReachScene& m_scene;
    MatrixAsker m_asker;
    DrawnThings m_drawn;
    std::vector<Endpoint> m_others;
};

}  // namespace archivolt
