#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/build/build_common.h"

namespace archivolt {

/// What an instance is started with: its own properties over those of its launch template.
struct Launch {
    /// One layer of settings, in the words of the stack that it stands in.
    struct Layer {
        const Value* settings = nullptr;
        const StackFacts* stack = nullptr;
    };
    std::vector<Layer> layers;  ///< What comes first counts.
    std::string why;            ///< Not empty: why there may be more settings.

    /// Returns a setting with its layer; a null pointer when no layer has it.
    [[nodiscard]] Layer find(std::string_view key) const;
};

/// Adds the settings of the launch template or configuration that a LaunchTemplate value names.
void addTemplateLayer(const View& self, const Value& specification, Launch& launch);

/// One instance to be made.
struct InstancePlan {
    std::uint32_t part = 0;  ///< The instance's part; its interfaces come behind it.
    std::string suffix;
    std::optional<Known<ThingId>> subnet;  ///< Set by a fleet, whatever the template says.
    std::optional<ThingId> fleet;
    Path property;
};

/// Makes an instance and the interfaces that it brings along.
void addInstance(const View& self, const Launch& launch, const InstancePlan& plan, Products& out);

}  // namespace archivolt
