#include "tests/evaluate/evaluate_support.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/value/value_json.h"

namespace archivolt::test {

Value json(const std::string& text) { return valueFromJson(nlohmann::ordered_json::parse(text)); }

std::string text(const Value& value) { return toJson(value).dump(); }

Stack stackOf(const std::string& name, const std::string& templateText, std::uint32_t id,
              std::uint32_t firstId) {
    Stack stack;
    stack.id = StackId{id};
    stack.name = name;
    std::vector<Resource> resources;
    const auto document = nlohmann::ordered_json::parse(templateText);
    for (const auto& [section, content] : document.items()) {
        if (section != "Resources") {
            stack.body.sections.push_back({section, valueFromJson(content)});
            continue;
        }
        stack.body.sections.push_back({section, Value()});
        for (const auto& [logicalId, body] : content.items()) {
            resources.push_back({ResourceId{firstId++}, logicalId, valueFromJson(body)});
        }
    }
    stack.body.resources = ResourceTable::of(std::move(resources));
    return stack;
}

Design designOf(const std::string& templateText) {
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(stackOf("main", templateText)));
    design.nextId = 1000;
    return design;
}

std::string codes(const std::vector<Diagnostic>& diagnostics) {
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (!result.empty()) result += ' ';
        result += diagnostic.code;
    }
    return result;
}

namespace {

/// Says whether two are one and the same, or say the same: what loops make is made each time.
bool same(const std::shared_ptr<const Resource>& a, const std::shared_ptr<const Resource>& b) {
    return a == b || (a->id == b->id && a->logicalId == b->logicalId && a->body == b->body);
}
bool same(const std::shared_ptr<const Stack>& a, const std::shared_ptr<const Stack>& b) {
    return a == b || (a->id == b->id &&
                      std::ranges::equal(a->body.resources, b->body.resources,
                                         [](const auto& x, const auto& y) { return same(x, y); }));
}

std::string difference(const EvaluatedResource& a, const EvaluatedResource& b) {
    if (!same(a.source, b.source)) return "source";
    if (a.exists != b.exists || a.existsWhy != b.existsWhy) return "exists";
    if (!(a.body == b.body)) return fmt::format("{} != {}", text(a.body), text(b.body));
    if (a.diagnostics != b.diagnostics) return "diagnostics";
    if (a.reads != b.reads) return "reads";
    return {};
}

std::string difference(const EvaluatedStack& a, const EvaluatedStack& b) {
    if (!same(a.source, b.source)) return "source";
    if (a.parameters != b.parameters) return "parameters";
    if (a.conditions != b.conditions) return "conditions";
    if (a.outputs != b.outputs) return "outputs";
    if (a.exports != b.exports) return "exports";
    if (a.resources.size() != b.resources.size()) return "number of resources";
    for (std::size_t i = 0; i < a.resources.size(); ++i) {
        const std::string found = difference(*a.resources[i], *b.resources[i]);
        const std::string& name = a.resources[i]->source->logicalId;
        if (!found.empty()) return fmt::format("resource {}: {}", name, found);
        const auto id = a.resources[i]->source->id;
        if (a.find(id) != a.resources[i] || b.find(id) != b.resources[i]) {
            return fmt::format("find of {}", name);
        }
    }
    if (a.diagnostics != b.diagnostics) return "diagnostics";
    return {};
}

}  // namespace

std::string firstDifference(const EvaluatedDesign& a, const EvaluatedDesign& b) {
    if (a.stacks.size() != b.stacks.size()) return "number of stacks";
    for (std::size_t i = 0; i < a.stacks.size(); ++i) {
        const std::string found = difference(*a.stacks[i], *b.stacks[i]);
        if (!found.empty()) return fmt::format("stack {}: {}", a.stacks[i]->source->name, found);
    }
    return {};
}

Evaluated evaluateProperty(const std::string& property, const std::string& sections,
                           const std::map<std::string, Value>& parameters) {
    const std::string comma = sections.empty() ? "" : ",";
    Stack stack = stackOf("main", "{" + sections + comma +
                                      R"("Resources":{
            "Web":{"Type":"AWS::EC2::Instance"},
            "Vpc":{"Type":"AWS::EC2::VPC","Properties":{"CidrBlock":"10.0.0.0/16"}},
            "X":{"Type":"A::B::C","Properties":{"P":)" +
                                      property + "}}}}");
    stack.parameters = parameters;
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    Evaluated result;
    result.design = evaluate(design);
    const Value* value = result.design->stacks[0]->find("X")->properties().find("P");
    if (value != nullptr) result.value = text(*value);
    result.codes = codes(result.design->stacks[0]->diagnostics);
    return result;
}

}  // namespace archivolt::test
