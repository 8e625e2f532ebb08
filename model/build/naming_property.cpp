#include "model/build/naming_property.h"

#include <algorithm>

#include "model/build/expected_types.h"
#include "model/build/plain_references.h"
#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

/// Returns the property that a path means, if it lies no deeper than the items of a list.
std::optional<NamingProperty> shallow(const PathPattern& path) {
    using Kind = PathPattern::StepKind;
    const auto& steps = path.steps();
    if (steps.empty() || steps.size() > 3 || steps[0].kind != Kind::Key) return std::nullopt;
    if (steps.size() > 1 && steps[1].kind != Kind::AnyItem) return std::nullopt;
    if (steps.size() > 2 && steps[2].kind != Kind::Key) return std::nullopt;
    NamingProperty property;
    property.name = steps[0].key;
    property.isList = steps.size() > 1;
    if (steps.size() > 2) property.key = steps[2].key;
    return property;
}

/// Says whether what `other` tells of may stand at a reference that names its type.
bool fits(const Catalog& catalog, const ReferenceFacts& facts, const ReferenceTarget& other) {
    if (!other.attribute.empty()) return catalog.accepts(facts, other.type, other.attribute);
    return ExpectedTypes(facts, {}).includes(other.type);
}

}  // namespace

std::vector<NamingProperty> namingProperties(const Catalog& catalog, std::string_view type,
                                             const ReferenceTarget& other) {
    std::vector<NamingProperty> found;
    const SystemFacts* system = catalog.system(type);
    if (system == nullptr) {
        for (const PlainReference& plain : kPlainReferences) {
            if (plain.type == type && plain.target == other.type) {
                found.push_back({plain.property, plain.isList, {}, {}, true});
            }
        }
        return found;
    }
    for (const ReferenceFacts& facts : system->references) {
        auto property = shallow(facts.path);
        const auto usual = std::ranges::find(facts.targets, other.type, &ReferenceTarget::type);
        if (!property || usual == facts.targets.end() || facts.path == system->partOf) continue;
        if (!fits(catalog, facts, other)) continue;
        property->attribute = usual->attribute;
        property->takesRef = std::ranges::count(facts.targets, ReferenceTarget{other.type, {}}) > 0;
        found.push_back(*property);
    }
    return found;
}

std::optional<NamingProperty> owningProperty(const Catalog& catalog, std::string_view type) {
    const SystemFacts* system = catalog.system(type);
    return system != nullptr && system->partOf ? shallow(*system->partOf) : std::nullopt;
}

}  // namespace archivolt
