#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace archivolt {

/// How a condition compares; negated forms (`StringNotEquals`) are the same with `negated` set.
enum class ConditionTest : std::uint8_t {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    ArnLike,  ///< `ArnEquals` too: AWS treats both alike.
    Null,
};

/// What becomes of several values of a key in the request.
enum class SetOperator : std::uint8_t {
    None,
    ForAllValues,
    ForAnyValue
};

/// A condition operator taken apart: `ForAllValues:StringNotLikeIfExists`.
struct ConditionOperator {
    ConditionTest test = ConditionTest::StringEquals;
    bool negated = false;
    bool ifExists = false;
    SetOperator set = SetOperator::None;

    /// Reads a name, in any case; nothing for one that IAM does not know, `NullIfExists` among
    /// them. Source: IAM User Guide, reference_policies_elements_condition_operators.
    [[nodiscard]] static std::optional<ConditionOperator> parse(std::string_view name);
    /// Returns the name as IAM spells it; `ArnLike` for ArnEquals.
    [[nodiscard]] std::string toString() const;
    friend bool operator==(const ConditionOperator&, const ConditionOperator&) = default;
};

/// Says whether values may hold policy variables: those of strings and ARNs only.
[[nodiscard]] bool takesVariables(ConditionTest test);

}  // namespace archivolt
