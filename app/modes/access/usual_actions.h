#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// What people ask about first of a type, the first of all first: reading data, getting in, taking
/// away.
struct UsualActions {
    std::string_view type;
    std::string_view actions;  ///< With a space between two.
};

/// Returns the types of which it is known, ordered by name.
///
/// Source: Service Authorization Reference, which resources the actions of a service take; which of
/// them are asked about is ours to say.
[[nodiscard]] std::span<const UsualActions> usualActions();

/// Returns what is asked about first of a type; empty where it isn't known.
[[nodiscard]] std::vector<std::string> usualActionsOf(std::string_view type);

}  // namespace archivolt
