#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace archivolt {

/// What a type's properties must be to one another.
enum class Demand : std::uint8_t {
    OneOf,    ///< Exactly one of the properties is set.
    AnyOf,    ///< One at least is.
    MostOne,  ///< One at most is.
    All,      ///< All are set.
    None,     ///< None is set.
    Is,       ///< `Property=a|b`: where it is set, it has one of the values.
};

/// One sentence of AWS's reference about properties that go together, or do not.
///
/// `when` holds terms with a space between: `A` is set, `!A` is not, `A=x|y` has one of the values
/// (of a list: holds one), `A=x|-` also where it is not set, `A!=x` is set to another. A value may
/// begin or end with `*`. Names are paths from the object: `Code.ZipFile`. Terms that can't be told
/// make the sentence silent, as do properties of which it can't be told whether they are set.
struct Combination {
    std::string_view type;
    std::string_view at;  ///< Path pattern of the object from Properties; empty: they themselves.
    std::string_view when;
    Demand demand = Demand::All;
    std::string_view properties;  ///< Names with a space between.
    std::string_view source;      ///< The AWS page, or the part of it.
};

/// Returns the sentences about networks and what runs in them.
[[nodiscard]] std::span<const Combination> networkCombinations();
/// Returns the sentences about data, edge, messages and functions.
[[nodiscard]] std::span<const Combination> serviceCombinations();

}  // namespace archivolt
