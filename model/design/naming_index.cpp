#include "model/design/naming_index.h"

namespace archivolt {

bool namesByValue(const Reference& reference) {
    return reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
           reference.kind == ReferenceKind::Sub;
}

NamingIndex::Known NamingIndex::read(const std::shared_ptr<const Stack>& stack) {
    Known known{stack, {}};
    for (const auto& resource : stack->body.resources) {
        forEachReference(*resource, [&](const Reference& reference) {
            if (!namesByValue(reference) || reference.name == resource->logicalId) return;
            auto& naming = known.by[reference.name];
            if (naming.empty() || naming.back() != resource) naming.push_back(resource);
        });
    }
    return known;
}

NamingIndex::Resources NamingIndex::naming(const std::shared_ptr<const Stack>& stack,
                                           std::string_view logicalId) const {
    Known& known = (*m_known)[stack->id];
    if (known.stack != stack) known = read(stack);
    const auto found = known.by.find(logicalId);
    return found == known.by.end() ? Resources() : Resources(found->second);
}

}  // namespace archivolt
