#include "app/form/stack_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/form/field_text.h"

namespace archivolt {

namespace {

FormField sectionOf(const Stack& stack, std::string_view title) {
    FormField section;
    section.editor = FieldEditor::Section;
    section.state = FieldState::Set;
    section.title = title;
    section.key = fmt::format("stack{}#{}", stack.id.value, title);
    return section;
}

FormField fieldOf(const Stack& stack, Path path, std::string_view title) {
    FormField field;
    field.target = {stack.id, {}, std::move(path)};
    field.key = fmt::format("stack{}:{}", stack.id.value, field.target.path.toString());
    field.title = title;
    return field;
}

std::string textOf(const Value* map, std::string_view key) {
    const Value* const value = map == nullptr ? nullptr : map->find(key);
    return value == nullptr || value->isNull() ? std::string() : editableText(*value);
}

FormField parameterField(const Stack& stack, const MapEntry& parameter) {
    FormField field = fieldOf(stack, Path{"Parameters", parameter.key}, parameter.key);
    const std::string type = textOf(&parameter.value, "Type");
    const Value* const allowed = parameter.value.find("AllowedValues");
    field.choices = allowed != nullptr && !allowed->items().empty();
    field.editor = field.choices      ? FieldEditor::Choice
                   : type == "Number" ? FieldEditor::Number
                                      : FieldEditor::Text;
    field.hint = textOf(&parameter.value, "Description");
    if (field.hint.empty()) field.hint = type + ".";
    field.fallback = textOf(&parameter.value, "Default");
    field.required = parameter.value.find("Default") == nullptr;
    const auto given = stack.parameters.find(parameter.key);
    if (given != stack.parameters.end()) {
        field.state = FieldState::Set;
        field.text = given->second.isList() ? inWords(given->second) : editableText(given->second);
        field.removable = true;
    }
    const Value* const hidden = parameter.value.find("NoEcho");
    if (hidden != nullptr && hidden->asBool().value_or(false)) {
        field.hint += " It is not shown in AWS's console.";
    }
    return field;
}

/// The name under which the present values are kept, where they are.
FormField setField(const Design& design, const Stack& stack) {
    FormField field = fieldOf(stack, Path{"ParameterSets"}, "Values kept as");
    field.editor = FieldEditor::Choice;
    field.hint = "Choose a set to use its values, or type a new name to keep the present ones.";
    for (const ParameterSet& set : design.parameterSets) {
        if (set.stack != stack.name) continue;
        field.choices = true;
        if (set.values != stack.parameters || stack.parameters.empty()) continue;
        field.text = set.name;
        field.state = FieldState::Set;
    }
    return field;
}

/// Returns the edits that use the values of a set, or keep the present ones under a new name; an
/// empty name goes back to the defaults.
std::vector<Edit> setEdits(const Design& design, const Stack& stack, const std::string& name) {
    const auto set = std::ranges::find_if(design.parameterSets, [&](const ParameterSet& one) {
        return one.stack == stack.name && one.name == name;
    });
    if (set == design.parameterSets.end() && !name.empty()) {
        auto sets = design.parameterSets;
        sets.push_back({name, stack.name, stack.parameters});
        return {SetParameterSets{std::move(sets)}};
    }
    const std::map<std::string, Value> wanted =
        name.empty() ? std::map<std::string, Value>() : set->values;
    std::vector<Edit> edits;
    for (const auto& [parameter, value] : stack.parameters) {
        if (!wanted.contains(parameter)) {
            edits.push_back(SetParameter{stack.id, parameter, std::nullopt});
        }
    }
    const Value* const declared = stack.body.section("Parameters");
    for (const auto& [parameter, value] : wanted) {
        const auto present = stack.parameters.find(parameter);
        const bool isSame = present != stack.parameters.end() && present->second == value;
        const bool isDeclared = declared != nullptr && declared->find(parameter) != nullptr;
        if (!isSame && isDeclared) edits.push_back(SetParameter{stack.id, parameter, value});
    }
    return edits;
}

/// A line that tells and is not edited here.
FormField lineOf(const Stack& stack, std::string_view section, const std::string& name,
                 std::string text) {
    FormField line = fieldOf(stack, Path{std::string(section), name}, name);
    line.editor = FieldEditor::Told;
    line.state = FieldState::Set;
    line.text = std::move(text);
    return line;
}

const char* wordOf(Truth truth) {
    switch (truth) {
        case Truth::Yes: return "true";
        case Truth::No: return "false";
        case Truth::Unknown: return "unknown";
    }
    return "";
}

const EvaluatedStack* evaluatedOf(const FormInput& input, StackId id) {
    if (input.resolved == nullptr) return nullptr;
    for (const auto& stack : input.resolved->evaluated->stacks) {
        if (stack->source->id == id) return stack.get();
    }
    return nullptr;
}

void addTold(const FormInput& input, const Stack& stack, bool isOne, Form& form) {
    const EvaluatedStack* const evaluated = evaluatedOf(input, stack.id);
    if (evaluated == nullptr) return;
    const std::string of = isOne ? std::string() : " of " + stack.name;
    FormField conditions = sectionOf(stack, "Conditions" + of);
    for (const auto& [name, truth] : evaluated->conditions) {
        conditions.children.push_back(lineOf(stack, "Conditions", name, wordOf(truth)));
    }
    if (!conditions.children.empty()) form.fields.push_back(std::move(conditions));
    FormField outputs = sectionOf(stack, "Outputs" + of);
    for (const auto& [name, value] : evaluated->outputs) {
        outputs.children.push_back(lineOf(stack, "Outputs", name, inWords(value)));
    }
    if (!outputs.children.empty()) form.fields.push_back(std::move(outputs));
}

void addIdentity(const Stack& stack, bool isOne, Form& form) {
    FormField place = sectionOf(stack, isOne ? std::string("Deployed to") : stack.name);
    const std::pair<const char*, const std::string*> kParts[] = {{"Region", &stack.region},
                                                                 {"Account", &stack.account}};
    for (const auto& [name, text] : kParts) {
        FormField field = fieldOf(stack, Path{"Stack", name}, name);
        field.state = FieldState::Set;
        field.text = *text;
        place.children.push_back(std::move(field));
    }
    form.fields.push_back(std::move(place));
}

/// Returns a logical id that nothing in a stack has, made of a word.
std::string freeName(const Stack& stack, const std::string& word) {
    for (std::size_t number = 1;; ++number) {
        std::string name = number == 1 ? word : fmt::format("{}{}", word, number);
        const bool isTaken = stack.body.resources.find(std::string_view(name)) != nullptr ||
                             (stack.body.section("Parameters") != nullptr &&
                              stack.body.section("Parameters")->find(name) != nullptr);
        if (!isTaken) return name;
    }
}

/// Returns a free number for another entry of an ACL: a hundred above the last one.
std::int64_t nextRuleNumber(const Stack& stack, const FormField& section) {
    constexpr std::int64_t kStep = 100;
    std::int64_t last = 0;
    for (const FormField& entry : section.children) {
        const auto resource = stack.body.resources.find(entry.target.resource);
        const Value* const number = resource ? resource->properties().find("RuleNumber") : nullptr;
        if (number != nullptr) last = std::max(last, number->asInteger().value_or(0));
    }
    return last / kStep * kStep + kStep;
}

}  // namespace

Form stackForm(const FormInput& input) {
    Form form;
    for (const auto& stack : input.design.stacks) {
        const bool isOne = input.design.stacks.size() == 1;
        FormField parameters =
            sectionOf(*stack, isOne ? std::string("Parameters")
                                    : fmt::format("Parameters of {}", stack->name));
        const Value* const section = stack->body.section("Parameters");
        if (section != nullptr) {
            for (const MapEntry& entry : section->entries()) {
                if (entry.value.isMap()) {
                    parameters.children.push_back(parameterField(*stack, entry));
                }
            }
        }
        if (!parameters.children.empty()) {
            parameters.children.push_back(setField(input.design, *stack));
            form.fields.push_back(std::move(parameters));
        }
        addIdentity(*stack, isOne, form);
        addTold(input, *stack, isOne, form);
    }
    for (FormField& section : form.fields) {
        for (FormField& field : section.children) {
            const auto stack = input.design.stack(field.target.stack);
            if (!stack) continue;
            for (const auto& finding : input.findings) {
                const Where& where = finding->where;
                if (!where.path.startsWith(field.target.path) || where.stack != stack->name)
                    continue;
                field.problems.push_back(
                    {finding->severity, finding->code, finding->message, finding->help});
            }
        }
    }
    return form;
}

std::vector<Edit> parameterEdits(const Stack& stack, const std::string& name,
                                 const std::string& text) {
    const auto given = stack.parameters.find(name);
    if (text.empty()) {
        if (given == stack.parameters.end()) return {};
        return {SetParameter{stack.id, name, std::nullopt}};
    }
    Value value = Value::string(text);
    if (given != stack.parameters.end() && sameMeaning(given->second, value)) return {};
    return {SetParameter{stack.id, name, std::move(value)}};
}

Result<std::vector<Edit>> stackEdits(const Design& design, const FormField& field,
                                     const std::string& text) {
    const auto stack = design.stack(field.target.stack);
    if (!stack) return failure(kFieldGone, "its stack is gone", std::string(kFieldGone.help));
    if (text == field.text) return std::vector<Edit>{};
    if (field.target.path[0] == PathStep("ParameterSets")) return setEdits(design, *stack, text);
    if (field.target.path[0] == PathStep("Parameters")) {
        if (field.editor == FieldEditor::Number && !text.empty() &&
            !Value::string(text).asNumber()) {
            return failure(kNotANumber, fmt::format("`{}` is no number", text), "write digits");
        }
        return parameterEdits(*stack, field.title, text);
    }
    if (field.target.path[0] != PathStep("Stack")) return std::vector<Edit>{};
    const bool isRegion = field.title == "Region";
    return std::vector<Edit>{SetStackIdentity{
        stack->id, stack->name, isRegion ? stack->account : text, isRegion ? text : stack->region}};
}

Result<std::vector<Edit>> newPart(const FormInput& input, const FormField& section) {
    const auto stack = input.design.stack(section.target.stack);
    const auto owner = stack ? stack->body.resources.find(section.target.resource) : nullptr;
    const SystemFacts* const facts = input.catalog.system(section.adds);
    if (!owner || facts == nullptr || !facts->partOf) {
        return failure(kFieldGone, "what it belongs to is gone", std::string(kFieldGone.help));
    }
    std::vector<MapEntry> properties;
    const std::string by = facts->partOf->steps().front().key;
    const ReferenceFacts* const reference = input.catalog.reference(section.adds, Path{by});
    const std::string attribute = reference == nullptr || reference->targets.empty()
                                      ? std::string()
                                      : std::string(reference->targets.front().attribute);
    properties.push_back({by, attribute.empty() ? Value::ref(owner->logicalId)
                                                : Value::getAtt(owner->logicalId, attribute)});
    for (const MapEntry& entry : facts->defaults.entries()) {
        if (entry.key == by) continue;
        const bool isNumber = entry.key == "RuleNumber";
        properties.push_back(
            {entry.key, isNumber ? Value::number(nextRuleNumber(*stack, section)) : entry.value});
        if (entry.key == "Egress") {
            properties.back().value = Value::boolean(section.title == "Outbound entries");
        }
    }
    const std::size_t last = section.adds.rfind(':');
    const std::string name = freeName(*stack, owner->logicalId + section.adds.substr(last + 1));
    const Value body = Value::map(
        {{"Type", Value::string(section.adds)}, {"Properties", Value::map(std::move(properties))}});
    return std::vector<Edit>{AddResource{stack->id, name, body, std::nullopt}};
}

}  // namespace archivolt
