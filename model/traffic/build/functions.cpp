#include "model/traffic/build/functions.h"

#include <algorithm>
#include <array>

#include "model/serverless/transform_serverless.h"

namespace archivolt::traffic {

namespace {

bool makesFunction(std::string_view type) { return typeMadeOf(type) == "AWS::Lambda::Function"; }

/// Those properties of functions that tell what calls them, and where failures go.
/// Source: `AWS::Lambda::Function`; AWS SAM Developer Guide, AWS::Serverless::Function.
constexpr std::array kNotOfCode = {
    std::string_view("DeadLetterConfig"), std::string_view("DeadLetterQueue"),
    std::string_view("EventInvokeConfig"), std::string_view("Events")};

}  // namespace

std::vector<FunctionThing> functionsOf(const Builder& builder) {
    const Architecture& all = builder.architecture;
    std::vector<FunctionThing> functions;
    functions.reserve(all.lambdaFunctions.size());
    for (const auto& [id, one] : all.lambdaFunctions) {
        functions.push_back({one.get(), one->interfaces});
    }
    for (const auto& [id, one] : all.attachedResources) {
        if (makesFunction(one->type)) functions.push_back({one.get(), one->interfaces});
    }
    for (const auto& [id, one] : all.others) {
        if (makesFunction(one->type)) functions.push_back({one.get(), {}});
    }
    return functions;
}

bool isFunction(const Builder& builder, ThingId id) {
    const Architecture& all = builder.architecture;
    if (all.lambdaFunctions.contains(id)) return true;
    const auto* attached = all.attachedResources.find(id);
    if (attached != nullptr) return makesFunction((*attached)->type);
    const auto* other = all.others.find(id);
    return other != nullptr && makesFunction((*other)->type);
}

const Thing* calledAs(const Builder& builder, const Thing* named) {
    const auto* other = named != nullptr ? builder.architecture.others.find(named->id) : nullptr;
    if (other == nullptr) return named;
    const std::string& type = (*other)->type;
    if (type != "AWS::Lambda::Alias" && type != "AWS::Lambda::Version") return named;
    const Value* own = builder.propertiesOf(*named).find("FunctionName");
    return own != nullptr ? builder.referred(*named, *own) : nullptr;
}

std::vector<const Thing*> namedByCode(const Builder& builder, const Thing& function) {
    std::vector<const Thing*> named;
    for (const MapEntry& entry : builder.propertiesOf(function).entries()) {
        if (std::ranges::find(kNotOfCode, entry.key) != kNotOfCode.end()) continue;
        for (const Thing* thing : builder.allReferred(function, entry.value)) {
            if (std::ranges::find(named, thing) == named.end()) named.push_back(thing);
        }
    }
    return named;
}

}  // namespace archivolt::traffic
