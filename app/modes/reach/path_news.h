#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/modes/reach/reach_answers.h"
#include "model/repair/matrix_changes.h"

namespace archivolt {

/// Where a path leads: who newly gets in from the internet matters most.
enum class PathReach : std::uint8_t {
    FromInternet,
    Inside,
    ToInternet
};

/// A path that a change opened or closed, in words and on the drawing.
struct PathNews {
    bool opened = false;
    PathReach reach = PathReach::Inside;
    std::string who;      ///< `Bastion → OrdersDb`.
    std::string traffic;  ///< `tcp 5432`.
    std::vector<std::pair<BoxIndex, BoxIndex>> pairs;
    friend bool operator==(const PathNews&, const PathNews&) = default;
};

/// Returns what a comparison of two networks says, opened before closed; both ways where a change
/// does both. What goes between two things as before, by other interfaces of theirs, is no news.
[[nodiscard]] std::vector<PathNews> newsOf(const std::vector<MatrixChange>& all,
                                           const DrawnThings& drawn, const NetworkIndex& network);

inline constexpr std::size_t kMostNewThings = 4;

/// Returns what came to be reached and what not any more between two designs of one history:
/// between things that both have, and of things that are new or gone. What opened comes first, and
/// of that what the internet reaches.
///
/// Of more than `mostNew` new things, and of as many that are gone, nothing is listed but how many
/// they are.
[[nodiscard]] std::vector<PathNews> whatChanged(const ReachScene& before, const ReachScene& after,
                                                std::size_t mostNew = kMostNewThings);

/// Returns what of this the networks alone tell, without a drawing: between things that both have.
[[nodiscard]] std::vector<MatrixChange> networkChanges(const ReachScene& before,
                                                       const ReachScene& after);
/// The same, of `networkChanges` that were found already.
[[nodiscard]] std::vector<PathNews> whatChanged(const ReachScene& before, const ReachScene& after,
                                                const std::vector<MatrixChange>& changes,
                                                std::size_t mostNew = kMostNewThings);

/// Returns what a repair opens and closes, a line each, the first few: `Opens Web → Db, tcp 22`;
/// with a lead such as `Also ` before them.
[[nodiscard]] std::string changeLines(const std::vector<PathNews>& news,
                                      std::string_view lead = {});

/// Returns one line: `Opened Bastion → OrdersDb tcp 5432 · closed 2 more`; empty for no news.
[[nodiscard]] std::string newsLine(const std::vector<PathNews>& news);

}  // namespace archivolt
