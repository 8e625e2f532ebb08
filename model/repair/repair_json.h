#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/repair/repair.h"

namespace archivolt {

/// Returns edits that apply to the design as `editsFromJson` reads them, without the name of the
/// stack where there is one alone: it may be called otherwise where they are applied.
[[nodiscard]] nlohmann::ordered_json editsJson(const Design& design,
                                               const std::vector<Edit>& edits);

/// Returns repairs as `reach --format json` prints them:
/// `[{"effect":"opens|closes|keeps","text","edits":[…],"also_changes":[…]}]`.
///
/// Edits are as `editsFromJson` reads them. A change of other pairs is `{"from":[names],"to":
/// [names],"addresses":[blocks],"family","opens","closes"}`: traffic that these senders and those
/// receivers exchange after it and did not before, and the other way round; `addresses` are those
/// of the outside end, where there is one. All of `internet` is written 0.0.0.0/0 or ::/0.
[[nodiscard]] nlohmann::ordered_json repairsJson(const Design& design, const AddressSet& internet,
                                                 const std::vector<Repair>& repairs);

}  // namespace archivolt
