#include "app/session/selection.h"

namespace archivolt {

DeclaredResource declaredResource(const Design& design, ResourceId id) {
    for (const auto& stack : design.stacks) {
        if (auto resource = stack->body.resources.find(id)) return {stack, std::move(resource)};
    }
    return {};
}

}  // namespace archivolt
