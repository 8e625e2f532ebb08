#include "app/tools/references.h"

#include <algorithm>

#include "model/design/naming_index.h"

namespace archivolt::tools {

std::optional<std::string> namedBy(const Value& value) {
    if (value.isCall(Function::Ref)) return value.argument().asString();
    if (!value.isCall(Function::GetAtt)) return {};
    const Value& argument = value.argument();
    if (!argument.isList() || argument.items().empty()) return {};
    return argument.items().front().asString();
}

Value naming(const Value& value, const std::string& logicalId) {
    if (value.isCall(Function::Ref)) return Value::ref(logicalId);
    std::vector<Value> steps = value.argument().items();
    steps.front() = Value::string(logicalId);
    return Value::call(Function::GetAtt, Value::list(std::move(steps)));
}

Value resourceBody(std::string_view type, std::vector<MapEntry> properties) {
    return Value::map({{"Type", Value::string(std::string(type))},
                       {"Properties", Value::map(std::move(properties))}});
}

Path propertiesOf(const std::string& logicalId) {
    return Path{std::string("Resources"), logicalId, std::string("Properties")};
}

Path pathOf(const PathPattern& pattern) {
    Path path;
    for (const PathPattern::Step& step : pattern.steps()) path = path / PathStep(step.key);
    return path;
}

std::vector<std::shared_ptr<const Resource>> namedOfType(const Resource& resource,
                                                         const Stack& stack,
                                                         std::string_view type) {
    std::vector<std::shared_ptr<const Resource>> found;
    forEachReference(resource, [&](const Reference& reference) {
        if (!namesByValue(reference)) return;
        auto other = stack.body.resources.find(reference.name);
        if (!other || other->type() != type) return;
        if (std::ranges::find(found, other) == found.end()) found.push_back(std::move(other));
    });
    return found;
}

BoxIndex around(const Diagram& diagram, BoxIndex box, BoxKind kind) {
    while (box != kNoBox && diagram.boxes[box].kind != kind) box = diagram.boxes[box].parent;
    return box;
}

std::vector<BoxIndex> allSubnetsOf(const Diagram& diagram, BoxIndex span) {
    std::vector<BoxIndex> subnets = diagram.boxes[span].spans;
    for (const Box& box : diagram.boxes) {
        const bool isNew = std::ranges::find(subnets, box.column) == subnets.end();
        if (box.whole == span && isNew) subnets.push_back(box.column);
    }
    return subnets;
}

std::string labelOf(const Catalog& catalog, const std::string& type) {
    const SystemFacts* facts = catalog.system(type);
    return facts == nullptr ? type : facts->label;
}

}  // namespace archivolt::tools
