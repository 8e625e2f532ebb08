#include "model/build/foreign_macros.h"

#include <vector>

#include <fmt/format.h>

namespace archivolt {

std::string foreignMacrosOf(const Stack& stack) {
    const Value* transform = stack.body.section("Transform");
    if (transform == nullptr) return {};
    std::vector<std::string> names;
    const auto add = [&](const Value& one) {
        const std::string name = one.isString() ? one.text() : std::string();
        const bool isKnown = name.starts_with("AWS::") && name != "AWS::Include";
        if (isKnown) return;
        const Value* called = one.isMap() ? one.find("Name") : nullptr;
        names.push_back(called != nullptr && called->isString() ? called->text()
                        : name.empty()                          ? std::string("Transform")
                                                                : name);
    };
    if (transform->isList()) {
        for (const Value& one : transform->items()) add(one);
    } else {
        add(*transform);
    }
    return fmt::format("{}", fmt::join(names, " and "));
}

}  // namespace archivolt
