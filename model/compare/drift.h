#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"

namespace archivolt {

/// How a resource of a template stands to what is described of it.
enum class DriftState : std::uint8_t {
    InSync,        ///< All that is compared is as the template says.
    Drifted,       ///< A value is another one.
    NotFound,      ///< Others of its type are described, and none is known to be it.
    NotDescribed,  ///< Nothing of its type is described.
};

/// A value that is not as the template says; the path begins at the properties.
struct DriftedValue {
    Path path;
    Value expected;
    Value actual;
};

/// One resource of a template against what is described of it.
struct ResourceDrift {
    std::string stack;
    std::string logicalId;
    std::string type;
    std::string physicalId;  ///< Empty where it is not found.
    DriftState state = DriftState::NotDescribed;
    std::vector<DriftedValue> values;
    /// Properties that the template sets and that are not compared, with the reason.
    std::vector<std::pair<std::string, std::string>> notCompared;
};

/// A template's stacks against described ones, in the text's order.
struct Drift {
    std::vector<ResourceDrift> resources;

    [[nodiscard]] bool isDrifted() const;
    /// Says whether every property of every resource was compared.
    [[nodiscard]] bool isComplete() const;
};

/// Compares what templates say with what is described of their stacks, property by property.
///
/// A described thing is a template's resource by the tags that CloudFormation gives it
/// (aws:cloudformation:logical-id), else by the properties that can't be changed in place (a route
/// by its table and destination), where one alone fits. Only what the template sets is compared:
/// scalars by their text, lists without their order, tags by those that the template names.
/// Resources whose condition is false are left out.
/// Source: CloudFormation User Guide, using-cfn-stack-drift, aws-properties-resource-tags.
[[nodiscard]] Drift driftBetween(const EvaluatedDesign& expected, const EvaluatedDesign& described,
                                 const Catalog& catalog);

/// Returns the word for reports: `in sync`, `drifted`, `not found`, `not described`.
[[nodiscard]] std::string_view toString(DriftState state);

}  // namespace archivolt
