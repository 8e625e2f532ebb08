#include "app/form/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "app/form/address_plan.h"
#include "app/form/field_text.h"
#include "app/form/form_builder.h"

namespace archivolt {

namespace {

FormField sectionOf(ResourceId resource, std::string_view title, std::vector<FormField> fields) {
    FormField section;
    section.editor = FieldEditor::Section;
    section.state = FieldState::Set;
    section.key = fmt::format("{}#{}", resource.value, title);
    section.title = title;
    section.target.resource = resource;
    section.children = std::move(fields);
    return section;
}

struct Declared {
    std::shared_ptr<const Stack> stack;
    std::shared_ptr<const Resource> resource;
};

Declared declaredIn(const Design& design, ResourceId id) {
    for (const auto& stack : design.stacks) {
        if (auto resource = stack->body.resources.find(id)) return {stack, resource};
    }
    return {};
}

/// Says whether a place is what a field writes, or lies in it.
bool covers(const FormField& field, const Path& path) {
    if (field.parts.empty()) return path.startsWith(field.target.path);
    return std::ranges::any_of(
        field.parts, [&](const Path& part) { return path.startsWith(field.target.path / part); });
}

std::size_t lengthOf(const FormField& field) {
    return field.target.path.size() + (field.parts.empty() ? 0 : 1);
}

/// Finds the field that lies deepest on the way to a place.
void findField(std::vector<FormField>& fields, ResourceId resource, const Path& path,
               FormField*& best) {
    for (FormField& field : fields) {
        const bool isUser = field.key.ends_with("#user") || field.key.ends_with("#text");
        const bool fits = !isUser && field.target.resource == resource &&
                          !field.target.path.empty() && covers(field, path);
        if (fits && (best == nullptr || lengthOf(field) >= lengthOf(*best))) best = &field;
        findField(field.children, resource, path, best);
    }
}

/// Puts a problem at the field of a place, or at the form where it is the main thing's own.
void attach(const FormInput& input, Form& form, ResourceId main, const Where& where,
            const FieldProblem& problem) {
    const auto stack = input.design.stack(std::string_view(where.stack));
    const auto resource = stack ? stack->body.resources.find(where.resource) : nullptr;
    if (!resource) return;
    FormField* field = nullptr;
    findField(form.fields, resource->id, where.path, field);
    if (field == nullptr && resource->id != main) return;
    auto& problems = field != nullptr ? field->problems : form.problems;
    if (std::ranges::find(problems, problem) == problems.end()) problems.push_back(problem);
}

/// Adds the names of the resources that fields belong to.
void collectNames(const Design& design, const std::vector<FormField>& fields,
                  std::set<std::string_view>& names) {
    for (const FormField& field : fields) {
        const auto resource = declaredIn(design, field.target.resource).resource;
        if (resource) names.insert(resource->logicalId);
        collectNames(design, field.children, names);
    }
}

void attachFindings(const FormInput& input, Form& form, ResourceId main) {
    std::set<std::string_view> names;
    collectNames(input.design, form.fields, names);
    if (const auto resource = declaredIn(input.design, main).resource) {
        names.insert(resource->logicalId);
    }
    for (const auto& finding : input.findings) {
        const auto attachAt = [&](const Where& where) {
            if (!names.contains(where.resource)) return;
            attach(input, form, main, where,
                   {finding->severity, finding->code, finding->message, finding->help});
        };
        attachAt(finding->where);
        for (const Where& related : finding->related) attachAt(related);
    }
}

void collect(const std::vector<FormField>& fields, std::vector<const FormField*>& all) {
    for (const FormField& field : fields) {
        all.push_back(&field);
        collect(field.children, all);
    }
}

bool isPlainField(const FormField& field) { return !field.opens(); }

}  // namespace

FormField FormBuilder::asEntry() const {
    FormField entry =
        bareField({}, summaryOf(m_resource->type(), comesTo({}, m_resource->properties())));
    entry.target.path = Path{"Resources", m_resource->logicalId};
    entry.key = fmt::format("{}#entry", m_resource->id.value);
    entry.editor = FieldEditor::Resource;
    entry.state = FieldState::Set;
    entry.text = m_resource->logicalId;
    if (entry.title.empty()) std::swap(entry.title, entry.text);
    const SystemFacts* const facts = m_input.catalog.system(m_resource->type());
    entry.icon = facts == nullptr ? "resource" : facts->icon;
    entry.removable = true;
    entry.children = properties();
    return entry;
}

FormField FormBuilder::attributeField(std::string_view name) const {
    FormField field = bareField({}, name);
    field.target.path = Path{"Resources", m_resource->logicalId, std::string(name)};
    field.key += "#" + std::string(name);
    const Value* const value = m_resource->attribute(name);
    field.state = value == nullptr ? FieldState::Absent : FieldState::Set;
    field.removable = value != nullptr;
    const bool isPlain = value == nullptr || value->isScalar();
    field.editor = name == "DependsOn" ? editorFor({name, nullptr, value, false, false})
                   : isPlain           ? FieldEditor::Choice
                   : value->isCall()   ? FieldEditor::Expression
                                       : FieldEditor::Code;
    field.choices = field.editor == FieldEditor::Choice;
    if (field.editor == FieldEditor::Text) field.editor = FieldEditor::Lines;
    if (value == nullptr) return field;
    if (field.editor == FieldEditor::Lines && value->isList()) {
        for (const Value& item : value->items()) {
            field.text += (field.text.empty() ? "" : "\n") + editableText(item);
        }
    } else {
        field.text = field.editor == FieldEditor::Code ? yamlText(*value) : editableText(*value);
    }
    return field;
}

std::vector<FormField> FormBuilder::attributes() const {
    static constexpr std::array<std::string_view, 4> kAlways{
        "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy"};
    std::vector<FormField> fields;
    fields.reserve(kAlways.size());
    for (const std::string_view name : kAlways) fields.push_back(attributeField(name));
    for (const MapEntry& entry : m_resource->body.entries()) {
        if (entry.key == "Type" || entry.key == "Properties" ||
            std::ranges::find(kAlways, entry.key) != kAlways.end()) {
            continue;
        }
        FormField field = attributeField(entry.key);
        field.editor = FieldEditor::Code;
        field.choices = false;
        field.text = yamlText(entry.value);
        fields.push_back(std::move(field));
    }
    return fields;
}

Form formOf(const FormInput& input, ResourceId resource) {
    const auto [stack, declared] = declaredIn(input.design, resource);
    if (!declared) return {};
    Form form;
    const FormBuilder builder(input, stack, declared);
    // Of what has no properties but its tags, the heading would stand over nothing.
    if (auto properties = builder.properties(); !properties.empty()) {
        form.fields.push_back(sectionOf(resource, "Properties", std::move(properties)));
    }
    if (declared->type() == "AWS::EC2::VPC") {
        auto plan = addressPlan(input, stack->id, resource);
        if (!plan.empty()) {
            form.fields.push_back(sectionOf(resource, "Addresses", std::move(plan)));
        }
    }
    for (FormField& section : belongings(input, stack, builder)) {
        form.fields.push_back(std::move(section));
    }
    const bool hasTags = builder.type() != nullptr && !builder.type()->tagsProperty.empty();
    if (hasTags) {
        if (auto tags = builder.property(builder.type()->tagsProperty)) {
            FormField section = sectionOf(resource, "Tags", {});
            section.target = tags->target;
            section.takesItems = tags->editor == FieldEditor::List;
            if (tags->editor == FieldEditor::List) {
                section.children = std::move(tags->children);
            } else {
                section.children.push_back(*std::move(tags));
            }
            form.fields.push_back(std::move(section));
        }
    }
    form.fields.push_back(sectionOf(resource, "Deployment", builder.attributes()));
    // Whom it is used by is the last thing that one looks for.
    std::stable_partition(form.fields.begin(), form.fields.end(), [](const FormField& section) {
        return !section.key.ends_with("#users");
    });
    attachFindings(input, form, resource);
    return form;
}

Form commonForm(const FormInput& input, const std::set<ResourceId>& resources) {
    std::vector<FormField> common;
    bool isFirst = true;
    for (const ResourceId id : resources) {
        const auto [stack, resource] = declaredIn(input.design, id);
        if (!resource) continue;
        std::vector<FormField> own = FormBuilder(input, stack, resource).properties();
        for (FormField& field : own) field = asOneLine(std::move(field));
        std::erase_if(own, [](const FormField& field) { return !isPlainField(field); });
        if (std::exchange(isFirst, false)) {
            common = std::move(own);
            continue;
        }
        std::vector<FormField> both;
        for (FormField& field : common) {
            const auto same = std::ranges::find_if(own, [&](const FormField& other) {
                return other.title == field.title && other.parts == field.parts &&
                       other.hint == field.hint;
            });
            if (same == own.end()) continue;
            field.others.push_back(same->target);
            if (same->state != field.state || same->text != field.text) {
                field.state = FieldState::Mixed;
            }
            field.removable = field.removable && same->removable;
            both.push_back(std::move(field));
        }
        common = std::move(both);
    }
    for (FormField& field : common) {
        if (field.state != FieldState::Mixed) continue;
        field.text.clear();
        field.comesTo.clear();
        field.parameter.clear();
        field.icon.clear();
        const bool isOpen =
            field.editor == FieldEditor::Expression || field.editor == FieldEditor::Code;
        if (isOpen) field.editor = FieldEditor::Text;
    }
    Form form;
    if (!common.empty()) {
        form.fields.push_back(sectionOf(*resources.begin(), "In common", std::move(common)));
    }
    return form;
}

std::vector<AbsentProperty> absentProperties(const FormInput& input, const FieldTarget& object) {
    const auto [stack, resource] = declaredIn(input.design, object.resource);
    const ResourceType* const type = resource ? input.catalog.find(resource->type()) : nullptr;
    if (type == nullptr || object.path.size() < 3) return {};
    const Path inside = object.path.from(3);
    const Value* const written =
        inside.empty() ? &resource->properties() : resource->properties().at(inside);
    const PropertyType* at = inside.empty() ? nullptr : typeAt(*type, inside);
    at = chosenType(at, written);
    const ObjectType* const body = inside.empty()  ? &type->body
                                   : at == nullptr ? nullptr
                                                   : at->object;
    if (body == nullptr) return {};
    std::vector<AbsentProperty> absent;
    for (const bool required : {true, false}) {
        for (const PropertyFacts& facts : body->properties) {
            if (facts.required != required) continue;
            if (written != nullptr && written->find(facts.name) != nullptr) continue;
            std::string hint(toString(facts.type.kind));
            if (facts.required) hint += ", required";
            if (facts.deprecated) hint += ", deprecated";
            absent.push_back(
                {{object.stack, object.resource, object.path / PathStep(std::string(facts.name))},
                 std::string(facts.name),
                 std::move(hint)});
        }
    }
    return absent;
}

std::vector<const FormField*> allFields(const Form& form) {
    std::vector<const FormField*> all;
    collect(form.fields, all);
    return all;
}

}  // namespace archivolt
