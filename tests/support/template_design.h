#pragma once

#include <memory>
#include <string>
#include <utility>

#include "export/cloudformation/read_template.h"
#include "model/base/invariant.h"
#include "model/design/design.h"

namespace archivolt::test {

/// Returns a design of one stack, read from a template as a file of the stack's name would be;
/// aborts where nothing can be made of the text.
inline Design designOfTemplate(const std::string& text, const std::string& name = "main") {
    Design design;
    Stack stack;
    stack.id = StackId{design.nextId++};
    stack.name = name;
    const TemplateReading reading = readTemplate(text, {}, design.nextId);
    INVARIANT(reading.usable);
    stack.body = reading.body;
    stack.source = sourceOf(reading, name + ".yaml");
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    return design;
}

}  // namespace archivolt::test
