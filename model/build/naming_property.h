#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/catalog/type_facts.h"

namespace archivolt {

class Catalog;

/// A property by which a resource names another one, as the catalogue's `refs` say.
///
/// The texts live as long as the catalogue.
struct NamingProperty {
    std::string_view name;  ///< `RouteTableIds`.
    bool isList = false;    ///< Its items name others: `RouteTableIds[]`.
    std::string_view key;   ///< Of items that are maps: `SubnetId` of `SubnetMappings[].SubnetId`.
    std::string_view attribute;  ///< What usually stands there is this of the other; empty: `Ref`.
    bool takesRef = true;        ///< `Ref` may stand there.
    friend bool operator==(const NamingProperty&, const NamingProperty&) = default;
};

/// Returns the properties in which what `Ref` (no attribute) or `GetAtt` gives of a resource of
/// another type may stand, sorted by path; without that of which the resource is a part.
///
/// Properties deeper than the items of a list are left out. Where only an attribute may stand,
/// `Ref` finds the property too, with `takesRef` false.
[[nodiscard]] std::vector<NamingProperty> namingProperties(const Catalog& catalog,
                                                           std::string_view type,
                                                           const ReferenceTarget& other);

/// Returns the property that names what a resource of a type is a part of: the route table of a
/// route, the group of a rule. Nothing for what is no part.
[[nodiscard]] std::optional<NamingProperty> owningProperty(const Catalog& catalog,
                                                           std::string_view type);

}  // namespace archivolt
