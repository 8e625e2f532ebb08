#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/access/access_model.h"
#include "model/policy/access_matrix.h"
#include "model/policy/action_table.h"

namespace archivolt {

/// Returns the actions that a word stands for of a resource's type: `read` of a bucket is
/// `s3:GetObject`; none for a type or word without.
[[nodiscard]] std::vector<std::string> actionsOfWord(std::string_view word, std::string_view type);

/// Decides for every principal whether it may read, write or call each resource of the design.
///
/// What a request's context holds is unknown. Made with the decisions of an earlier model of the
/// same history (or null), only what a changed statement is about is decided anew.
[[nodiscard]] AccessMatrix decisionsOf(const AccessModel& model, const ActionTable& table,
                                       const AccessMatrix* previous = nullptr);

}  // namespace archivolt
