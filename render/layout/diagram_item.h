#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "render/layout/diagram.h"

namespace archivolt {

inline constexpr std::size_t kNoDiagramItem = static_cast<std::size_t>(-1);

/// A declared resource on its way to become a box or an attribute.
struct DiagramItem {
    const EvaluatedStack* stack = nullptr;
    const EvaluatedResource* evaluated = nullptr;
    const SystemFacts* facts = nullptr;  // Null: a type that nobody described.
    std::string_view type;
    ThingId thing;
    bool ghost = false;
    std::size_t owner = kNoDiagramItem;  // The item that it is an attribute of.
    BoxIndex box = kNoBox;
    std::vector<std::size_t> referrers;  // Once for each place that names this.
    [[nodiscard]] const std::string& name() const { return evaluated->source->logicalId; }
    /// What is not created has no evaluated references; its text still says where it belongs.
    [[nodiscard]] const Value& properties() const {
        return ghost ? evaluated->source->properties() : evaluated->properties();
    }
};

/// A step on the way to a value that is looked at; of a whole way only where it is wanted.
struct ValueTrail {
    const ValueTrail* before = nullptr;
    std::string_view key;
    std::size_t item = 0;  // Where there is no key.
    [[nodiscard]] Path path() const;
};

/// A subnet that a thing stands in.
struct SubnetStand {
    ThingId thing;
    ThingId subnet;
    bool again = false;  // Said of one of its interfaces: nothing new where it is there already.
};

}  // namespace archivolt
