#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Where the rules of an answer stand in the text, by their origin; none for what has no text.
using RulePlaces = std::map<Origin, Where>;

/// Finds file, line and column of every hop and blocker of an answer: a value behind an `!If`, a
/// parameter or a mapping where it lives.
[[nodiscard]] RulePlaces placesOf(const OpenedDesign& opened, const ResolvedDesign& resolved,
                                  const ReachAnswer& answer);

/// Returns `shop.yaml:12`, empty where the place is not known.
[[nodiscard]] std::string placeText(const RulePlaces& places, const Origin& origin);

/// Returns the place as the JSON outputs have it (`file`, `line`, `column`, `resource`,
/// `property`); null where it is not known.
[[nodiscard]] nlohmann::ordered_json placeJson(const RulePlaces& places, const Origin& origin);

}  // namespace archivolt
