#include "model/build/build_inputs.h"

#include <fmt/format.h>

namespace archivolt {

InputKey InputKey::ofName(StackId stack, std::string_view name) {
    return of(ThingId::external(fmt::format("name:{}/{}", stack.value, name)), Aspect::Name);
}

InputKey InputKey::ofExport(std::string_view name) {
    return of(ThingId::external(fmt::format("export:{}", name)), Aspect::Export);
}

InputKey InputKey::ofStacks() { return of(ThingId::external("stacks"), Aspect::Name); }

}  // namespace archivolt
