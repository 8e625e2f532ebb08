#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/design/stack.h"

namespace archivolt {

/// Returns what secret a text shows ("an AWS access key"), or nothing.
///
/// Told by form: access key ids, private keys, and literal values given to names such as
/// `password` or `secret_key`. Values that are variables, calls or resolved references are none.
[[nodiscard]] std::optional<std::string> secretIn(std::string_view text);

/// Says whether a parameter of the template is one that is not to be shown (NoEcho).
[[nodiscard]] bool isSecretParameter(const Template& body, std::string_view name);

}  // namespace archivolt
