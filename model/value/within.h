#pragma once

#include <algorithm>

#include "model/value/value.h"

namespace archivolt {

/// Says whether a value, or anything that it holds, is what `is` looks for; calls are looked into.
template <class Is>
[[nodiscard]] bool anyWithin(const Value& value, const Is& is) {
    if (is(value)) return true;
    if (value.isCall()) return anyWithin(value.argument(), is);
    const auto isEntry = [&](const MapEntry& entry) { return anyWithin(entry.value, is); };
    return std::ranges::any_of(value.items(),
                               [&](const Value& each) { return anyWithin(each, is); }) ||
           std::ranges::any_of(value.entries(), isEntry);
}

/// Says whether a value holds something that only AWS knows.
[[nodiscard]] inline bool holdsUnknown(const Value& value) {
    return anyWithin(value, [](const Value& each) { return each.isUnknown(); });
}

}  // namespace archivolt
