#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace archivolt {

/// What an ARN says; `region` and `account` may be empty, as they are in ARNs of global things.
/// Source: AWS General Reference, Amazon Resource Names.
struct ArnParts {
    std::string_view service;
    std::string_view region;
    std::string_view account;
    std::string_view resource;  ///< All after the account: `instance/i-0123`, `function:tidy`.
};
/// Takes an ARN apart; nothing for another text. The parts are of the text itself.
[[nodiscard]] std::optional<ArnParts> partsOfArn(std::string_view text);
/// A text that ends with the call would leave the parts dangling.
template <std::same_as<std::string> Text>
std::optional<ArnParts> partsOfArn(Text&& text) = delete;

/// Says whether a text is an account's 12 digits.
[[nodiscard]] bool isAccountNumber(std::string_view text);

}  // namespace archivolt
