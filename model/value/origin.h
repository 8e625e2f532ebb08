#pragma once

#include <compare>

#include "model/base/path.h"
#include "model/base/strong_id.h"

namespace archivolt {

/// Where a typed thing comes from: a resource of a stack, and the property that made it.
///
/// `property` runs from the resource's body as it is *evaluated*
/// (`Properties.SecurityGroupIngress[0]`); `sourceOf` in model/evaluate walks it back through
/// `!If`, parameters and mappings to the place in the template that decides the value.
struct Origin {
    StackId stack;
    ResourceId resource;
    Path property;

    friend bool operator==(const Origin&, const Origin&) = default;
    friend auto operator<=>(const Origin&, const Origin&) = default;
};

}  // namespace archivolt
