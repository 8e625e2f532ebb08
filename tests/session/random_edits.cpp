#include "tests/session/random_edits.h"

#include <array>
#include <utility>
#include <vector>

namespace archivolt::test {

namespace {

using Random = std::mt19937;

/// Collects the paths of a value's parts, itself apart.
void collectPaths(const Value& value, const Path& at, std::vector<Path>& paths) {
    const auto collect = [&](const Value& part, const Path& path) {
        paths.push_back(path);
        collectPaths(part, path, paths);
    };
    for (const MapEntry& entry : value.entries()) collect(entry.value, at / entry.key);
    for (std::size_t i = 0; i < value.items().size(); ++i) collect(value.items()[i], at / i);
}

const Resource& anyResource(const Stack& stack, Random& random) {
    return *stack.body.resources[random() % stack.body.resources.size()];
}

Path anyPath(const Stack& stack, Random& random) {
    const Resource& resource = anyResource(stack, random);
    const Path root{"Resources", resource.logicalId};
    std::vector<Path> paths;
    collectPaths(resource.body, root, paths);
    return paths.empty() ? root : paths[random() % paths.size()];
}

Value anyValue(const Stack& stack, Random& random) {
    switch (random() % 6) {
        case 0: return Value::string("10.0.0.0/24");
        case 1: return Value::number("70000");
        case 2: return Value::ref("Nowhere");
        case 3: return Value::getAtt(anyResource(stack, random).logicalId, "Arn");
        case 4: return Value::list({Value::string("0.0.0.0/0")});
        default: return Value::ref(anyResource(stack, random).logicalId);
    }
}

Edit editOfResources(const Stack& stack, Random& random) {
    const Resource& resource = anyResource(stack, random);
    // Names that come and go, so that what was nowhere is found, and the other way round.
    const std::string name = std::array{"Nowhere", "Fresh", "Other"}[random() % 3];
    switch (random() % 4) {
        case 0: return AddResource{stack.id, name, resource.body, {}};
        case 1:
            return AddResource{stack.id, name, anyResource(stack, random).body, resource.logicalId};
        case 2: return RemoveResource{stack.id, resource.logicalId};
        default: return RenameResource{stack.id, resource.logicalId, name};
    }
}

Edit editOfSections(const Stack& stack, Random& random) {
    const Value parameter = Value::map({{"Type", Value::string("String")}});
    switch (random() % 4) {
        case 0: return SetValue{stack.id, Path{"Parameters", "Nowhere"}, parameter};
        case 1:
            return SetValue{stack.id, Path{"Outputs", "Out"},
                            Value::map({{"Value", anyValue(stack, random)}})};
        case 2: return RemoveValue{stack.id, Path{"Parameters", "Nowhere"}};
        default: {
            const char* region = random() % 2 == 0 ? "us-east-1" : "ap-southeast-6";
            return SetStackIdentity{stack.id, stack.name, stack.account, region};
        }
    }
}

}  // namespace

Edit randomEdit(const Design& design, std::mt19937& random) {
    const Stack& stack = *design.stacks.front();
    const auto kind = random() % 8;
    if (kind == 0) return editOfSections(stack, random);
    if (kind <= 3) return editOfResources(stack, random);
    if (kind == 4) return RemoveValue{stack.id, anyPath(stack, random)};
    return SetValue{stack.id, anyPath(stack, random), anyValue(stack, random)};
}

}  // namespace archivolt::test
