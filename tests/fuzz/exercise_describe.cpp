#include "tests/fuzz/exercise_describe.h"

#include <algorithm>
#include <set>

#include "export/describe/describe.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "model/design/names.h"

namespace archivolt::test {

namespace {

const Catalog& catalog() {
    static const auto kCatalog = Catalog::embedded();
    return *kCatalog;
}

DescribeReading read(std::string_view text) {
    std::uint32_t nextId = 1;
    return readDescribe({{"net.json", "net.json", std::string(text)}}, {}, catalog(), nextId);
}

/// Returns what is wrong with the stacks; they must be such as a project can hold.
std::string faultOf(const DescribeReading& reading) {
    for (const Stack& stack : reading.stacks) {
        if (faultOfStackName(stack.name, stack.kind)) return "a stack's name is none";
        std::set<std::string> names;
        for (const auto& resource : stack.body.resources) {
            if (!names.insert(resource->logicalId).second) return "two resources have one name";
            if (resource->type().empty()) return "a resource has no type";
            const bool isPlaced = reading.places.contains({stack.name, resource->logicalId});
            if (!isPlaced) return "a resource has no place in the text";
        }
    }
    return {};
}

}  // namespace

std::string exerciseDescribe(std::string_view text) {
    (void)looksLikeDescribe(text, catalog());
    const DescribeReading reading = read(text);
    const bool hasError = std::ranges::any_of(reading.diagnostics, [](const Diagnostic& found) {
        return found.severity == Severity::Error;
    });
    if (hasError == reading.usable) return "usable and errors do not go together";
    if (reading.stacks.empty() && reading.usable) return "usable without a stack";
    if (std::string fault = faultOf(reading); !fault.empty()) return fault;
    const DescribeReading again = read(text);
    if (again.stacks != reading.stacks || again.diagnostics != reading.diagnostics) {
        return "two readings differ";
    }
    Design design;
    for (const Stack& stack : reading.stacks) {
        design.stacks.push_back(std::make_shared<const Stack>(stack));
    }
    (void)resolve(design, catalog());
    return {};
}

}  // namespace archivolt::test
