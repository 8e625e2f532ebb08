#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace archivolt {

/// What CloudFormation's schemas say of one value: the bounds of a number, the length of a text,
/// the count of a list or a map.
struct ValueForm {
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<std::uint32_t> minLength;  ///< Characters of a text, items of a list or map.
    std::optional<std::uint32_t> maxLength;
    std::string_view pattern;  ///< ECMAScript, of a whole ASCII text or map's key; empty: none.
};

/// Which values the properties of a resource type take, and which Regions have the type, as the
/// schemas say that are generated into value_forms.txt.
///
/// Views point into the texts, which must outlive it. A look-up halves the index of types.
class ValueForms {
public:
    /// Returns the forms that are part of the program.
    [[nodiscard]] static ValueForms embedded();
    /// Takes the texts of value_forms.txt and value_patterns.txt.
    ValueForms(std::string_view forms, std::string_view patterns);

    /// Returns the lines of one type's properties; empty for a type of which nothing is said.
    [[nodiscard]] std::string_view ofType(std::string_view type) const;
    /// Returns what a type's lines say of a property of the nested type `object` (`Properties`: of
    /// its own), for `next`; empty for nothing.
    [[nodiscard]] static std::string_view ofProperty(std::string_view lines,
                                                     std::string_view object,
                                                     std::string_view property);
    /// Takes the form of a value off the front: what stays is that of its items or entries.
    [[nodiscard]] ValueForm next(std::string_view& levels) const;

    /// Says whether a Region is known not to have a type.
    [[nodiscard]] bool isMissing(std::string_view type, std::string_view region) const;
    /// Returns the Regions whose types are known, sorted; all patterns; the types of which
    /// something is said, sorted.
    [[nodiscard]] std::vector<std::string_view> regions() const;
    [[nodiscard]] std::vector<std::string_view> patterns() const;
    [[nodiscard]] std::vector<std::string_view> types() const;

private:
    /// What the index tells of a type: where its lines are, and the Regions that have it.
    struct Entry {
        std::string_view lines;
        std::string_view regions;
    };
    [[nodiscard]] Entry entryOf(std::string_view type) const;

    std::string_view m_regions;
    std::string_view m_index;  // Lines, sorted by type.
    std::string_view m_lines;
    std::string_view m_patterns;
};

}  // namespace archivolt
