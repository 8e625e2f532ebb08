#include "app/form/form_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/form/address_blocks.h"
#include "app/form/field_text.h"
#include "model/catalog/instance_types.h"
#include "model/evaluate/evaluator.h"

namespace archivolt {

namespace {

constexpr std::size_t kFewProperties = 4;

std::string keyOf(const FieldTarget& target) {
    return fmt::format("{}:{}:{}", target.stack.value, target.resource.value,
                       target.path.toString());
}

FieldState stateOf(const Value* value) {
    if (value == nullptr) return FieldState::Absent;
    const bool hasNothing = value->isNull() || (value->isString() && value->text().empty()) ||
                            (value->isList() && value->items().empty()) ||
                            (value->isMap() && value->entries().empty());
    return hasNothing ? FieldState::Empty : FieldState::Set;
}

const EvaluatedStack* evaluatedStack(const FormInput& input, StackId id) {
    if (input.resolved == nullptr) return nullptr;
    for (const auto& stack : input.resolved->evaluated->stacks) {
        if (stack->source->id == id) return stack.get();
    }
    return nullptr;
}

std::string wordOf(const PropertyType& type) {
    if (type.kind == PropertyKind::List && type.element != nullptr) {
        return "a list of " + std::string(toString(type.element->kind)) + "s";
    }
    return std::string(toString(type.kind));
}

std::string boundsInWords(const ConstraintFacts& facts) {
    std::string text;
    if (facts.minimum && facts.maximum) {
        text = fmt::format(" From {} to {}.", *facts.minimum, *facts.maximum);
    } else if (facts.minimum) {
        text = fmt::format(" {} at least.", *facts.minimum);
    } else if (facts.maximum) {
        text = fmt::format(" {} at most.", *facts.maximum);
    }
    if (facts.maxLength) text += fmt::format(" At most {} long.", *facts.maxLength);
    if (!facts.source.empty()) text += " " + facts.source + ".";
    return text;
}

}  // namespace

FormBuilder::FormBuilder(const FormInput& input, std::shared_ptr<const Stack> stack,
                         std::shared_ptr<const Resource> resource)
    : m_input(input),
      m_stack(std::move(stack)),
      m_resource(std::move(resource)),
      m_type(input.catalog.find(m_resource->type())) {
    if (const EvaluatedStack* evaluated = evaluatedStack(input, m_stack->id)) {
        m_evaluated = evaluated->find(m_resource->id);
    }
}

std::vector<FormField> FormBuilder::properties() const {
    const Value& written = m_resource->properties();
    if (!written.isMap() && !written.isNull()) {
        FormField whole = bareField({}, "Properties");
        whole.editor = FieldEditor::Code;
        whole.state = FieldState::Set;
        whole.text = yamlText(written);
        return {whole};
    }
    if (m_type != nullptr) {
        std::vector<FormField> fields = objectFields({}, &written, m_type->body);
        std::erase_if(fields, [&](const FormField& field) {
            return (!m_type->tagsProperty.empty() && field.title == m_type->tagsProperty) ||
                   isShownAsSection(m_type->name, field.title);
        });
        return fields;
    }
    std::vector<FormField> fields;
    for (const MapEntry& entry : written.entries()) {
        fields.push_back(fieldAt({Path{entry.key}, entry.key, &entry.value, nullptr, nullptr}));
    }
    return fields;
}

std::optional<FormField> FormBuilder::property(std::string_view name) const {
    const Value* const value = m_resource->properties().find(name);
    const PropertyFacts* const facts = m_type == nullptr ? nullptr : m_type->body.find(name);
    if (facts == nullptr && value == nullptr) return std::nullopt;
    return fieldAt({Path{std::string(name)}, facts != nullptr ? facts->name : name, value,
                    facts == nullptr ? nullptr : &facts->type, facts});
}

FormField FormBuilder::bareField(const Path& path, std::string_view title) const {
    FormField field;
    field.target = {m_stack->id, m_resource->id,
                    Path{"Resources", m_resource->logicalId, "Properties"} / path};
    field.key = keyOf(field.target);
    field.title = title;
    return field;
}

FormField FormBuilder::fieldAt(const Place& place) const {
    FormField field = bareField(place.path, place.name);
    field.state = stateOf(place.value);
    if (place.facts != nullptr) {
        field.required = place.facts->required;
        field.replaces = place.facts->replacement == Replacement::Yes;
        field.fallback = place.facts->defaultValue;
        if (field.fallback.starts_with('"') && field.fallback.size() > 1) {
            field.fallback = field.fallback.substr(1, field.fallback.size() - 2);
        }
    }
    field.removable = place.value != nullptr && !field.required;
    field.hint = hintOf(place);
    const Value* const value =
        place.value != nullptr && place.value->isNull() ? nullptr : place.value;
    const PropertyType* const type = chosenType(place.type, value);
    const ReferenceFacts* const refers =
        m_input.catalog.reference(m_resource->type(), withoutBranches(place.path));
    const ConstraintFacts* const bounds = constraintAt(withoutBranches(place.path));
    const bool hasValues = (type != nullptr && !type->values.empty()) ||
                           (bounds != nullptr && !bounds->values.empty());
    field.editor = editorFor({place.name, type, value, refers != nullptr, hasValues});
    const bool isBlock = field.editor == FieldEditor::Cidr || place.name == "CidrBlock";
    field.choices = refers != nullptr || hasValues || isBlock ||
                    instancePrefixAt(m_resource->type(), withoutBranches(place.path)).has_value();
    Place chosen = place;
    chosen.type = type;
    chosen.value = value;
    const bool isPolicy = value != nullptr && value->isMap() &&
                          (type == nullptr || type->kind == PropertyKind::AnyJson) &&
                          value->find("Statement") != nullptr;
    if (value != nullptr && isWholeIf(*value)) {
        // Either branch may be of another type of a union.
        chosen.type = place.type;
        fillBranches(chosen, field);
    } else if (isPolicy) {
        fillPolicy(chosen, field);
    } else if (field.editor == FieldEditor::Object) {
        fillObject(chosen, field);
    } else if (field.editor == FieldEditor::List) {
        fillList(chosen, field);
    } else {
        fillLeaf(chosen, field);
    }
    return field;
}

void FormBuilder::fillLeaf(const Place& place, FormField& field) const {
    if (place.value == nullptr) return;
    if (field.editor == FieldEditor::Lines) {
        for (const Value& item :
             place.value->isList() ? place.value->items() : std::vector<Value>{*place.value}) {
            field.text += (field.text.empty() ? "" : "\n") + editableText(item);
        }
    } else {
        const bool isTree = field.editor == FieldEditor::Code;
        field.text = isTree ? yamlText(*place.value) : editableText(*place.value);
    }
    const auto block = field.editor == FieldEditor::Cidr ? Cidr::parse(field.text) : std::nullopt;
    if (block) {
        const bool isSubnet = m_resource->type() == "AWS::EC2::Subnet";
        field.comesTo =
            fmt::format("{} – {} · {} {}", block->first().toString(), block->last().toString(),
                        fmt::group_digits(isSubnet ? usableAddresses(*block) : block->size()),
                        isSubnet ? "usable" : "addresses");
    }
    if (place.name == "Protocol" || place.name == "IpProtocol") {
        // AWS' entries take numbers of IANA's; people think of names.
        const std::string words = protocolInWords(field.text);
        if (words != field.text) field.comesTo = words;
    }
    fillEvaluated(place.path, *place.value, field);
    if (place.value->isCall(Function::Ref) || place.value->isCall(Function::GetAtt)) {
        const Value& argument = place.value->argument();
        const std::string& name = argument.isList() && !argument.items().empty()
                                      ? argument.items().front().text()
                                      : argument.text();
        if (const auto target = m_stack->body.resources.find(name)) {
            const SystemFacts* const facts = m_input.catalog.system(target->type());
            field.icon = facts == nullptr ? "resource" : facts->icon;
        }
    }
}

void FormBuilder::fillEvaluated(const Path& path, const Value& written, FormField& field) const {
    const bool holdsCalls = written.isCall() || written.isList() || written.isMap();
    if (!holdsCalls || m_evaluated == nullptr) return;
    if (const Value* const value = evaluatedAt(path); value != nullptr && written.isCall()) {
        field.comesToUnknown = value->isUnknown();
        const std::string words = value->isUnknown() ? value->text() : inWords(*value);
        const bool isReference = value->isCall(Function::Ref) || value->isCall(Function::GetAtt);
        if (!isReference) field.comesTo = words;
    }
    if (!written.isCall() || m_input.resolved == nullptr) return;
    const SourceOfValue source = sourceOf(*m_input.resolved->evaluated, m_stack->id, m_resource->id,
                                          Path{"Properties"} / path);
    if (source.kind == SourceOfValue::Kind::Parameter) field.parameter = source.parameter;
}

void FormBuilder::fillObject(const Place& place, FormField& field) const {
    field.text =
        place.value == nullptr ? std::string() : summaryOf(comesTo(place.path, *place.value));
    if (place.type != nullptr && place.type->object != nullptr) {
        field.children = objectFields(place.path, place.value, *place.type->object);
        const bool isTag = field.children.size() == 2 && field.children[0].title == "Key" &&
                           field.children[1].title == "Value";
        if (isTag) field.editor = FieldEditor::Tag;
        field.takesItems = !isTag;
        return;
    }
    fillMap(place, field);
}

void FormBuilder::fillMap(const Place& place, FormField& field) const {
    field.takesEntries = true;
    if (place.value == nullptr) return;
    const PropertyType* const element =
        place.type != nullptr && place.type->kind == PropertyKind::Map ? place.type->element
                                                                       : nullptr;
    for (const MapEntry& entry : place.value->entries()) {
        FormField child =
            fieldAt({place.path / PathStep(entry.key), entry.key, &entry.value, element, nullptr});
        child.removable = true;
        child.renamable = true;
        field.children.push_back(std::move(child));
    }
}

void FormBuilder::fillList(const Place& place, FormField& field) const {
    const PropertyType* const element = place.type == nullptr ? nullptr : place.type->element;
    field.takesItems = true;
    std::size_t count = place.value == nullptr ? 0 : place.value->items().size();
    for (std::size_t i = 0; i < count; ++i) {
        FormField child = fieldAt(
            {place.path / PathStep(i), place.name, &place.value->items()[i], element, nullptr});
        child.removable = true;
        if (child.opens()) {
            child.title = child.text.empty() ? fmt::format("{}", i + 1) : child.text;
            child.text.clear();
        } else {
            child.title = fmt::format("{}", i + 1);
        }
        field.children.push_back(std::move(child));
    }
    if (isAsked(place.path / PathStep(count))) {
        FormField next =
            fieldAt({place.path / PathStep(count), place.name, nullptr, element, nullptr});
        next.title = "New";
        next.removable = true;
        field.children.push_back(std::move(next));
    }
    if (place.value != nullptr) {
        field.text = fmt::format("{} {}", count, count == 1 ? "item" : "items");
    }
}

void FormBuilder::fillPolicy(const Place& place, FormField& field) const {
    field.editor = FieldEditor::Object;
    const Value& statements = *place.value->find("Statement");
    field.text = statements.isList()
                     ? fmt::format("{} {}", statements.items().size(),
                                   statements.items().size() == 1 ? "statement" : "statements")
                     : "1 statement";
    const Path path = place.path / PathStep("Statement");
    if (statements.isList()) {
        for (std::size_t i = 0; i < statements.items().size(); ++i) {
            field.children.push_back(statementField(path / PathStep(i), statements.items()[i]));
        }
    } else {
        field.children.push_back(statementField(path, statements));
    }
    FormField text = bareField(place.path, "As text");
    text.key += "#text";
    text.editor = FieldEditor::Code;
    text.state = FieldState::Set;
    text.text = yamlText(*place.value);
    field.children.push_back(std::move(text));
}

FormField FormBuilder::statementField(const Path& path, const Value& statement) const {
    FormField field = bareField(path, summaryOf(comesTo(path, statement)));
    field.state = FieldState::Set;
    field.removable = true;
    if (!statement.isMap()) {
        field.editor = statement.isCall() ? FieldEditor::Expression : FieldEditor::Code;
        field.text = yamlText(statement);
        return field;
    }
    field.editor = FieldEditor::Object;
    for (const MapEntry& entry : statement.entries()) {
        FormField child =
            fieldAt({path / PathStep(entry.key), entry.key, &entry.value, nullptr, nullptr});
        const bool isTree = entry.value.isMap();
        if (isTree) {
            child.editor = FieldEditor::Code;
            child.children.clear();
            child.takesEntries = false;
            child.text = yamlText(entry.value);
        }
        if (entry.key == "Effect" && entry.value.isScalar()) {
            child.editor = FieldEditor::Choice;
            child.choices = true;
        }
        child.removable = entry.key != "Effect";
        field.children.push_back(std::move(child));
    }
    return field;
}

std::vector<FormField> FormBuilder::objectFields(const Path& path, const Value* value,
                                                 const ObjectType& object) const {
    std::vector<FormField> fields;
    std::set<std::string_view> taken;
    for (const CompositeFacts* facts : compositesOf(object)) {
        auto field = composite(path, value, object, *facts);
        if (!field) continue;
        for (const std::string_view part : facts->parts)
            taken.insert(part.substr(0, part.find('.')));
        fields.push_back(*std::move(field));
    }
    std::vector<FormField> plain;
    for (const MapEntry& entry : value == nullptr ? std::vector<MapEntry>{} : value->entries()) {
        if (taken.contains(entry.key)) continue;
        const PropertyFacts* const facts = object.find(entry.key);
        plain.push_back(fieldAt({path / PathStep(entry.key), entry.key, &entry.value,
                                 facts == nullptr ? nullptr : &facts->type, facts}));
    }
    for (const bool required : {true, false}) {
        for (const PropertyFacts& facts : object.properties) {
            if (facts.required != required || taken.contains(facts.name)) continue;
            if (value != nullptr && value->find(facts.name) != nullptr) continue;
            const Path place = path / PathStep(std::string(facts.name));
            if (!isOffered(place, facts, object)) continue;
            plain.push_back(fieldAt({place, facts.name, nullptr, &facts.type, &facts}));
        }
    }
    // A protocol stands before its ports, all else behind where it goes.
    const auto isFirst = [](const FormField& field) {
        return field.title == "IpProtocol" || field.title == "RuleNumber" ||
               field.title == "RuleAction" || field.title == "Protocol";
    };
    if (!fields.empty()) {
        std::stable_partition(plain.begin(), plain.end(), isFirst);
    }
    const auto middle = fields.empty() ? plain.end() : std::ranges::find_if_not(plain, isFirst);
    plain.insert(middle, std::make_move_iterator(fields.begin()),
                 std::make_move_iterator(fields.end()));
    return plain;
}

bool FormBuilder::isOffered(const Path& path, const PropertyFacts& facts,
                            const ObjectType& object) const {
    if (isAsked(path) || facts.required) return true;
    if (facts.deprecated) return false;
    if (path.size() > 1) return object.properties.size() <= kFewProperties;
    const SystemFacts* const system = m_type->system;
    if (system == nullptr) return false;
    const auto begins = [&](const PathPattern& pattern) {
        return !pattern.empty() && pattern.steps().front().key == facts.name &&
               std::ranges::none_of(pattern.steps().begin() + 1, pattern.steps().end(),
                                    [](const PathPattern::Step& step) {
                                        return step.kind == PathPattern::StepKind::Key;
                                    });
    };
    return std::ranges::find(system->setByPlacing, facts.name) != system->setByPlacing.end() ||
           system->defaults.find(facts.name) != nullptr ||
           std::ranges::any_of(system->containments,
                               [&](const Containment& in) { return begins(in.path); }) ||
           std::ranges::any_of(system->references,
                               [&](const ReferenceFacts& to) { return begins(to.path); });
}

bool FormBuilder::isAsked(const Path& path) const {
    const Path whole = Path{"Resources", m_resource->logicalId, "Properties"} / path;
    return m_input.asked != nullptr && std::ranges::any_of(*m_input.asked, [&](const auto& asked) {
               return asked.first == m_resource->id && asked.second.startsWith(whole);
           });
}

const ConstraintFacts* FormBuilder::constraintAt(const Path& path) const {
    if (m_type == nullptr || m_type->system == nullptr) return nullptr;
    for (const ConstraintFacts& facts : m_type->system->constraints) {
        if (facts.path.matches(path)) return &facts;
    }
    return nullptr;
}

const Value& FormBuilder::comesTo(const Path& path, const Value& written) const {
    // Of an earlier revision, it may be another line's.
    const bool isOfThis = m_evaluated != nullptr && m_evaluated->source == m_resource;
    if (!isOfThis || !holdsCall(written)) return written;
    const Value* const evaluated = evaluatedAt(path);
    return evaluated == nullptr || firstUnknown(*evaluated) != nullptr ? written : *evaluated;
}

const Value* FormBuilder::evaluatedAt(const Path& path) const {
    const Value* written = &m_resource->properties();
    for (const PathStep& step : path.steps()) {
        const auto mayVanish = [](const Value& item) {
            return item.isCall(Function::If) || item == Value::ref("AWS::NoValue");
        };
        // Evaluated, such a list may have fewer items.
        if (written->isCall() || std::ranges::any_of(written->items(), mayVanish)) return nullptr;
        written = written->at(Path{step});
        if (written == nullptr) return nullptr;
    }
    return m_evaluated->properties().at(path);
}

std::string FormBuilder::hintOf(const Place& place) const {
    std::string text;
    if (place.type != nullptr) {
        text = wordOf(*place.type);
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
        text += ".";
    } else if (place.path.size() == 1 && m_type != nullptr && !m_type->openProperties) {
        text = "The catalogue does not know this property.";
    }
    if (place.facts != nullptr) {
        if (place.facts->required) text += " Required.";
        if (place.facts->deprecated) text += " Deprecated.";
        if (place.facts->replacement == Replacement::Yes) {
            text += " A change makes the resource anew.";
        }
        if (place.facts->replacement == Replacement::Maybe) {
            text += " A change may make the resource anew.";
        }
    }
    if (const ConstraintFacts* const bounds = constraintAt(place.path)) {
        text += boundsInWords(*bounds);
    }
    return text;
}

std::optional<FormField> FormBuilder::composite(const Path& path, const Value* value,
                                                const ObjectType& object,
                                                const CompositeFacts& facts) const {
    FormField field = bareField(path, facts.title);
    field.key += "#" + field.title;
    field.editor = facts.editor;
    std::vector<const Value*> written;
    std::size_t present = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < facts.parts.size(); ++i) {
        field.parts.push_back(Path::parse(facts.parts[i]));
        written.push_back(value == nullptr ? nullptr : value->at(field.parts.back()));
        if (written.back() == nullptr) continue;
        ++present;
        last = i;
        field.state = FieldState::Set;
    }
    field.removable = present > 0;
    if (facts.editor == FieldEditor::Ports) {
        const auto text = portsText(written[0], written[1]);
        if (!text) return std::nullopt;
        field.text = *text;
        field.hint = "One port, a range such as 8000-8100, or all.";
        return field;
    }
    if (present > 1) return std::nullopt;
    field.choices = true;
    field.required = facts.title != "Target";
    if (present == 1) {
        const PropertyFacts* const part = object.find(facts.parts[last]);
        Place place{path / field.parts[last], part->name, written[last], &part->type, part};
        if (!written[last]->isScalar() && !written[last]->isCall()) return std::nullopt;
        fillLeaf(place, field);
    }
    field.hint = "It is written as the property that takes it.";
    return field;
}

std::optional<std::string> portsText(const Value* from, const Value* to) {
    if (from == nullptr && to == nullptr) return std::string();
    if (from == nullptr || to == nullptr) return std::nullopt;
    if (*from == *to) {
        if (from->isScalar() && from->text() == "-1") return "all";
        if (!from->isScalar() && !from->isCall()) return std::nullopt;
        return editableText(*from);
    }
    const auto first = from->asInteger();
    const auto last = to->asInteger();
    if (!first || !last) return std::nullopt;
    if (sameMeaning(*from, *to)) return std::nullopt;
    return fmt::format("{}-{}", *first, *last);
}

}  // namespace archivolt
