#include "model/lint/evaluated_reading.h"

#include "model/design/references.h"

namespace archivolt {

const Value* propertyOf(const EvaluatedResource& resource, const Path& path) {
    const Value* value = resource.properties().at(path);
    return value != nullptr && !value->isNull() ? value : nullptr;
}

std::optional<std::string> knownText(const Value* value) {
    if (value == nullptr) return std::nullopt;
    auto text = value->asString();
    if (text && text->find("{{resolve:") != std::string::npos) return std::nullopt;
    return text;
}

std::optional<std::int64_t> knownInteger(const Value* value) {
    return value != nullptr ? value->asInteger() : std::nullopt;
}

std::optional<bool> knownBool(const Value* value) {
    return value != nullptr ? value->asBool() : std::nullopt;
}

std::shared_ptr<const EvaluatedResource> referred(const StackLint& lint, const Value* value,
                                                  std::string_view type) {
    if (value == nullptr || !value->isCall()) return nullptr;
    const Value& argument = value->argument();
    std::shared_ptr<const EvaluatedResource> found;
    if (value->isCall(Function::Ref)) {
        found = lint.evaluated.find(argument.text());
    } else if (value->isCall(Function::GetAtt) && !argument.items().empty()) {
        found = lint.evaluated.find(argument.items().front().text());
    }
    return found && found->source->type() == type ? found : nullptr;
}

Origin originIn(const StackLint& lint, const EvaluatedResource& resource, const Path& path) {
    return {lint.stack.id, resource.source->id, Path{"Properties"} / path};
}

bool dependsOnStackName(const Resource& resource, std::string_view property) {
    const Value* source = resource.properties().find(property);
    bool depends = false;
    if (source == nullptr) return depends;
    forEachReference(*source, [&](const Reference& reference) {
        depends = depends || reference.name == "AWS::StackName" || reference.name == "AWS::StackId";
    });
    return depends;
}

}  // namespace archivolt
