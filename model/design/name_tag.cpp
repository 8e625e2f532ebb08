#include "model/design/name_tag.h"

namespace archivolt {

std::string nameTagOf(const Stack& stack, const Resource& resource) {
    if (stack.kind != StackKind::Observed) return {};
    const Value& properties = resource.properties();
    if (const Value* tags = properties.find("Tags"); tags != nullptr) {
        for (const Value& tag : tags->items()) {
            const Value* key = tag.find("Key");
            const Value* value = tag.find("Value");
            if (key == nullptr || !key->isString() || key->text() != "Name") continue;
            if (value != nullptr && value->isString() && !value->text().empty()) {
                return value->text();
            }
        }
    }
    const Value* group = properties.find("GroupName");
    const bool isNamedGroup =
        resource.type() == "AWS::EC2::SecurityGroup" && group != nullptr && group->isString();
    return isNamedGroup ? group->text() : std::string();
}

std::string shownNameOf(const Stack& stack, const Resource& resource) {
    std::string tag = nameTagOf(stack, resource);
    return tag.empty() ? resource.logicalId : tag;
}

}  // namespace archivolt
