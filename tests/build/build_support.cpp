#include "tests/build/build_support.h"

#include <cstdlib>

#include "export/cloudformation/read_template.h"

namespace archivolt {

std::shared_ptr<const ResolvedDesign> resolve(const Design& design,
                                              const ResolvedDesign* previous) {
    return resolve(design, test::catalog(), previous);
}

}  // namespace archivolt

namespace archivolt::test {

const Catalog& catalog() {
    static const std::shared_ptr<const Catalog> kCatalog = Catalog::embedded();
    return *kCatalog;
}

Design withStackOf(const Design& design, const std::string& name, const std::string& text,
                   StackKind kind) {
    std::uint32_t nextId = 1;
    TemplateReading reading = readTemplate(text, {}, nextId);
    INVARIANT(reading.usable);
    Stack stack;
    stack.name = name;
    stack.kind = kind;
    stack.body = std::move(reading.body);
    const auto result = archivolt::apply(design, AddStack{std::move(stack)});
    INVARIANT(result.has_value());
    return *result;
}

Design readDesign(const std::string& text) { return withStackOf({}, "web", text); }

Design designOfResources(const std::string& resources) {
    return readDesign("Resources:\n" + resources);
}

std::string firstDifference(const Architecture& a, const Architecture& b) {
    std::string result;
    forEachTable([&](auto table) {
        if (!result.empty()) return;
        const auto& x = a.*table;
        const auto& y = b.*table;
        for (const auto& [id, thing] : x) {
            const auto* other = y.find(id);
            if (other == nullptr) result = "only in the first: " + thing->name;
            if (other != nullptr && !(**other == *thing)) result = "differs: " + thing->name;
            if (!result.empty()) return;
        }
        for (const auto& [id, thing] : y) {
            if (!x.contains(id)) result = "only in the second: " + thing->name;
        }
    });
    return result;
}

std::string name(const Architecture& architecture, const Known<ThingId>& reference) {
    if (!reference.isKnown()) return "? " + reference.why().text();
    const Thing* thing = architecture.find(*reference);
    return thing != nullptr ? thing->name : "nothing";
}

std::string names(const Architecture& architecture, const References& references) {
    std::string result;
    for (const ThingId id : references.ids) {
        if (!result.empty()) result += ' ';
        result += name(architecture, id);
    }
    if (!references.why.empty()) result += " ? " + references.why.text();
    return result;
}

}  // namespace archivolt::test
