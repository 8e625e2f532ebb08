#pragma once

#include <deque>
#include <string_view>

#include "model/base/result.h"
#include "model/catalog/type_facts.h"

namespace archivolt {

/// A resource type with all that its pointers point to.
struct DecodedType {
    ResourceType facts;
    std::deque<ObjectType> objects;     ///< The nested types, sorted by name; last a tag's.
    std::deque<PropertyType> elements;  ///< What lists, maps and unions are of.
};

/// Reads one type's block of `resource_types.txt` into `decoded`, which must be new.
///
/// The views in the result point into `block`. Errors: CATALOG-1 with the line.
[[nodiscard]] Result<void> readType(std::string_view block, DecodedType& decoded);

}  // namespace archivolt
