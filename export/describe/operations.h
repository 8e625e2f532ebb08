#pragma once

#include <span>
#include <string_view>

namespace archivolt {

/// An output of the AWS CLI that is read, known by its top-level key.
struct Operation {
    std::string_view key;      ///< `Vpcs`.
    std::string_view command;  ///< `ec2 describe-vpcs`.
    std::string_view type;     ///< What an item becomes; empty for what speaks of other things.
    std::string_view idKey;    ///< What other outputs call an item by: its id or ARN.
    std::string_view nameKey;  ///< What it is called here where that is not its id.
    /// For outputs that speak of one thing without naming it: the key that the request names it by.
    std::string_view subjectKey;
};

/// Returns every output that is read, in the order in which their things are listed in a stack.
/// Source: the AWS CLI Command Reference, the Output section of each command.
[[nodiscard]] std::span<const Operation> operations();
/// Returns the operation of a top-level key, the first where several print it; null pointer for
/// another key.
[[nodiscard]] const Operation* operationOf(std::string_view key);
/// Returns the operation of a top-level key that speaks of single things such as `subject` lists;
/// null pointer where none does.
[[nodiscard]] const Operation* operationAbout(std::string_view key, const Operation& subject);
/// Returns the operation that describes what has this id (`nat-…`); null pointer for another id.
[[nodiscard]] const Operation* operationOfId(std::string_view id);

}  // namespace archivolt
