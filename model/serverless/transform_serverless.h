#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/design/stack.h"

namespace archivolt {

/// A resource that SAM's transform adds to a template.
struct ServerlessMade {
    ResourceId maker;       ///< The resource of the template that it is made for.
    std::string logicalId;  ///< As SAM generates it; see below of what it hashes.
    Value body;
};

/// What SAM's transform makes of a template, as far as it is modelled.
struct ServerlessTransform {
    std::vector<ServerlessMade> made;      ///< In the order of their makers.
    std::map<std::string, Value> changed;  ///< Bodies of the template's own, by logical id.
};

/// Says whether a template is transformed by SAM.
[[nodiscard]] bool isServerless(const Template& body);

/// Returns the type that SAM makes of one of its own; any other type as it is.
[[nodiscard]] std::string_view typeMadeOf(std::string_view type);

/// Returns what SAM's transform adds to a template and what it changes in it: Globals are merged
/// into the resources that they are of; roles, permissions, event sources, versions, aliases, URLs,
/// stages, deployments, domains and their records stand beside. Resources of SAM's types keep their
/// type.
///
/// A logical id that SAM ends in a hash of something is written as SAM lets it be referred to:
/// `Greet.Version`, `Shop.Deployment`, `Shop.DomainName`; `Shop.RecordSetGroup` alike. At most 512
/// for one resource.
/// `parameters` are the values of the template's parameters, by name.
/// Source: AWS SAM Developer Guide, sam-specification-generated-resources, its pages on resources.
[[nodiscard]] ServerlessTransform transformServerless(
    const Template& body, const std::map<std::string, Value>& parameters);

/// Returns the logical id of what SAM lets be referred to as `Greet.Alias` in a transformed table;
/// nothing where there is none such.
/// Source: AWS SAM Developer Guide, sam-specification-generated-resources, referencing.
[[nodiscard]] std::optional<std::string> generatedId(const ResourceTable& resources,
                                                     std::string_view name);

}  // namespace archivolt
