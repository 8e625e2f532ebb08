#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/base/doubt.h"
#include "model/build/build_common.h"

namespace archivolt {

/// What an instance is started with: its own properties over those of its launch template.
struct Launch {
    /// One layer of settings, or one of them, of the resource and under the path that it stands in.
    struct Layer {
        View resource;
        std::string_view within;  ///< `LaunchTemplateData.`, or nothing.
        const Value* settings = nullptr;

        [[nodiscard]] const StackFacts& stack() const { return resource.stack(); }
        /// Returns what a setting refers to, by its path in the layer.
        [[nodiscard]] Known<ThingId> reference(std::string_view path, const Value& value) const {
            return resource.reference({within, path}, value);
        }
        [[nodiscard]] References references(std::string_view path, const Value* value) const {
            return resource.references({within, path}, value);
        }
    };
    std::vector<Layer> layers;  ///< What comes first counts.
    Doubt why;                  ///< Not empty: why there may be more settings.

    /// Returns a setting with its layer; a null pointer when no layer has it.
    [[nodiscard]] Layer find(std::string_view key) const;
};

/// Where the settings of a launch template stand in its properties.
inline constexpr std::string_view kTemplateSettings = "LaunchTemplateData.";

/// A map that names a launch template, by id or by name, and the path that it stands under.
struct TemplateSpecification {
    std::string_view within;  ///< `LaunchTemplate.`.
    const Value& value;
};
/// Returns the launch template that a resource names; nothing where it names none.
[[nodiscard]] std::optional<Known<ThingId>> templateNamed(
    const View& self, const TemplateSpecification& specification);
/// Adds the settings of the launch template that a resource names.
void addTemplateLayer(const View& self, const TemplateSpecification& specification, Launch& launch);

/// Returns the profile that an `IamInstanceProfile` setting names, by itself or in a map; nothing
/// where there is none.
[[nodiscard]] std::optional<Known<ThingId>> profileNamed(const Launch::Layer& setting);

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
