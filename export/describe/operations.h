#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "export/describe/item.h"
#include "model/catalog/catalog.h"

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
    const SystemFacts* system = nullptr;  ///< Whose `describe` it is; null pointer: of our own.
};

/// Every output that is read: those whose things have a conversion of their own, and those that the
/// catalogue tells of.
///
/// Source: the AWS CLI Command Reference, the Output section of each command. The catalogue must
/// outlive it.
class Operations {
public:
    explicit Operations(const Catalog& catalog);

    /// Returns all of them, in the order in which their things are listed in a stack.
    [[nodiscard]] std::span<const Operation> all() const { return m_operations; }
    /// Returns the operation of a top-level key, the first where several print it; null pointer
    /// for another key.
    [[nodiscard]] const Operation* of(std::string_view key) const;
    /// Returns the operation of a list under a top-level key: where types share it, its first item
    /// tells which it is of.
    [[nodiscard]] const Operation* of(std::string_view key, const Item& list) const;
    /// Returns the operation of a top-level key that speaks of single things such as `subject`
    /// lists; null pointer where none does.
    [[nodiscard]] const Operation* about(std::string_view key, const Operation& subject) const;
    /// Returns the operation that describes what has this id (`nat-…`); null pointer for another
    /// id.
    [[nodiscard]] const Operation* ofId(std::string_view id) const;

private:
    std::vector<Operation> m_operations;
};

}  // namespace archivolt
