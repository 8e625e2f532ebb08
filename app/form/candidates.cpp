#include "app/form/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "app/form/address_blocks.h"
#include "app/form/field_editor.h"
#include "app/form/field_text.h"
#include "app/form/form_builder.h"
#include "model/catalog/instance_types.h"
#include "model/design/names.h"

namespace archivolt {

namespace {

constexpr std::size_t kBlocksOffered = 6;
constexpr int kLargestSubnet = 16;
constexpr int kSmallestSubnet = 28;
constexpr int kUsualSubnet = 24;

/// Orders sizes of instances as they grow: `nano` … `xlarge`, `2xlarge` … and the rest, as `metal`.
std::pair<int, std::string_view> growthOf(std::string_view size) {
    static constexpr std::array<std::string_view, 5> kSmall = {"nano", "micro", "small", "medium",
                                                               "large"};
    const auto small = std::ranges::find(kSmall, size);
    if (small != kSmall.end()) return {static_cast<int>(small - kSmall.begin()), size};
    int times = 1;
    const auto read = std::from_chars(size.data(), size.data() + size.size(), times);
    const std::string_view rest = size.substr(static_cast<std::size_t>(read.ptr - size.data()));
    constexpr int kLarger = 10;
    constexpr int kOther = 1000;
    return {rest == "xlarge" ? kLarger + times : kOther, size};
}

/// Collects the choices of one field.
class Choices {
public:
    Choices(const FormInput& input, const FormField& field)
        : m_input(input), m_field(field), m_stack(input.design.stack(field.target.stack)) {
        if (m_stack) m_resource = m_stack->body.resources.find(field.target.resource);
    }

    std::vector<FieldChoice> all() {
        if (!m_stack) return {};
        if (!m_resource) {
            addParameterValues();
            return std::move(m_choices);
        }
        const std::size_t last = m_field.target.path.size();
        const bool isAttribute = last == 3 && m_field.target.path[2] != PathStep("Properties");
        if (isAttribute) {
            addAttributeValues(std::get<std::string>(m_field.target.path[2]));
            return std::move(m_choices);
        }
        if (isConditionOfIf()) {
            addConditions();
            return std::move(m_choices);
        }
        if (m_field.title == "Effect") addPlain({"Allow", "Deny"});
        const bool isProtocol =
            m_field.title == "IpProtocol" ||
            (m_field.title == "Protocol" && m_resource->type() == "AWS::EC2::NetworkAclEntry");
        if (isProtocol) addProtocols();
        addEnumeration();
        addInstanceTypes();
        addBlocks();
        addReferences();
        addParameters();
        return std::move(m_choices);
    }

private:
    void add(FieldChoice choice) {
        const auto same = std::ranges::find(m_choices, choice.text, &FieldChoice::text);
        if (same == m_choices.end()) m_choices.push_back(std::move(choice));
    }
    void addPlain(std::initializer_list<std::string_view> texts) {
        for (const std::string_view text : texts) {
            add({std::string(text), std::string(text), {}, {}});
        }
    }
    [[nodiscard]] Path inside() const { return withoutBranches(m_field.target.path.from(3)); }
    [[nodiscard]] bool isConditionOfIf() const {
        const Path& path = m_field.target.path;
        return path.size() > 4 && path[path.size() - 1] == PathStep(std::size_t{0}) &&
               path[path.size() - 2] == PathStep("Fn::If");
    }
    void addConditions() {
        for (const std::string& condition : keysOf(m_stack->body.section("Conditions"))) {
            add({condition, condition, {}, {}});
        }
    }
    [[nodiscard]] std::vector<Path> places() const {
        if (m_field.parts.empty()) return {inside()};
        std::vector<Path> paths;
        for (const Path& part : m_field.parts) paths.push_back(inside() / part);
        return paths;
    }

    void addAttributeValues(const std::string& name) {
        if (name == "Condition") {
            addConditions();
        } else {
            addPlain({"Delete", "Retain", "Snapshot"});
            if (name == "DeletionPolicy") addPlain({"RetainExceptOnCreate"});
        }
    }

    void addProtocols() {
        const bool isEntry = m_field.title == "Protocol";
        add({isEntry ? "6" : "tcp", "tcp", {}, {}});
        add({isEntry ? "17" : "udp", "udp", {}, {}});
        add({isEntry ? "1" : "icmp", "icmp", {}, {}});
        add({isEntry ? "58" : "icmpv6", "icmpv6", {}, {}});
        add({"-1", "all traffic", {}, {}});
    }

    void addEnumeration() {
        const ResourceType* const type = m_input.catalog.find(m_resource->type());
        if (type == nullptr || !m_field.parts.empty()) return;
        if (type->system != nullptr) {
            for (const ConstraintFacts& facts : type->system->constraints) {
                if (facts.values.empty() || !facts.path.matches(inside())) continue;
                for (const std::string& value : facts.values) add({value, value, {}, {}});
                return;
            }
        }
        const PropertyType* const at = chosenType(typeAt(*type, inside()), nullptr);
        if (at == nullptr) return;
        for (const std::string_view value : at->values) {
            add({std::string(value), std::string(value), {}, {}});
        }
    }

    /// Those of the family that stands there come first: a size is changed more often than a
    /// family.
    void addInstanceTypes() {
        const auto prefix = instancePrefixAt(m_resource->type(), inside());
        if (!prefix || !m_field.parts.empty()) return;
        const InstanceTypes types = embeddedInstanceTypes();
        const std::string family = m_field.text.substr(0, m_field.text.rfind('.'));
        auto sizes = types.sizesOf(family);
        std::ranges::sort(sizes, {}, growthOf);
        for (const std::string_view size : sizes) {
            const std::string name = fmt::format("{}.{}", family, size);
            add({name, name, {}, {}});
        }
        const std::size_t own = m_choices.size();
        for (std::string& name : types.names(*prefix)) {
            const bool isThere = std::ranges::any_of(
                m_choices.begin(), m_choices.begin() + static_cast<std::ptrdiff_t>(own),
                [&](const FieldChoice& choice) { return choice.text == name; });
            if (!isThere) m_choices.push_back({name, name, {}, {}});
        }
    }

    void addReferences() {
        for (const Path& place : places()) {
            const ReferenceFacts* const facts =
                m_input.catalog.reference(m_resource->type(), place);
            if (facts == nullptr) continue;
            for (const auto& resource : m_stack->body.resources) {
                if (resource->id == m_resource->id || resource->isLoop()) continue;
                addReference(*facts, *resource);
            }
        }
    }

    void addReference(const ReferenceFacts& facts, const Resource& resource) {
        for (const ReferenceTarget& target : facts.targets) {
            // The catalogue takes anything at a place whose targets are hints.
            const bool fits = target.type == resource.type() ||
                              (facts.verified &&
                               m_input.catalog.accepts(facts, resource.type(), target.attribute));
            if (!fits) continue;
            const std::string attribute(target.attribute);
            const Value value = attribute.empty() ? Value::ref(resource.logicalId)
                                                  : Value::getAtt(resource.logicalId, attribute);
            const SystemFacts* const system = m_input.catalog.system(resource.type());
            std::string detail = system == nullptr ? resource.type() : system->label;
            for (const char* key : {"CidrBlock", "GroupDescription", "InstanceType"}) {
                const Value* const said = resource.properties().find(key);
                if (said != nullptr && said->isScalar()) {
                    detail += " · " + inWords(*said);
                    break;
                }
            }
            add({editableText(value), resource.logicalId, std::move(detail),
                 system == nullptr ? "resource" : system->icon});
            return;
        }
    }

    void addParameters() {
        const Value* const section = m_stack->body.section("Parameters");
        if (section == nullptr) return;
        for (const MapEntry& entry : section->entries()) {
            const Value* const type = entry.value.find("Type");
            const std::string name = type == nullptr ? "String" : type->text();
            const bool isNumber = m_field.editor == FieldEditor::Number;
            const bool isText = name == "String" || (isNumber && name == "Number");
            bool fits = isText && m_field.choices;
            for (const Path& place : places()) {
                const ReferenceFacts* const facts =
                    m_input.catalog.reference(m_resource->type(), place);
                if (facts == nullptr) continue;
                for (const ReferenceTarget& target : facts->targets) {
                    fits = fits || name.find(std::string(target.type)) != std::string::npos;
                }
            }
            if (!fits) continue;
            add({editableText(Value::ref(entry.key)), entry.key, "Parameter", "parameter"});
        }
    }

    void addParameterValues() {
        for (const ParameterSet& set : m_input.design.parameterSets) {
            const bool isHere = m_field.target.path == Path{"ParameterSets"};
            if (isHere && set.stack == m_stack->name) addPlain({set.name});
        }
        const Value* const facts = m_stack->body.at(m_field.target.path);
        const Value* const values = facts == nullptr ? nullptr : facts->find("AllowedValues");
        if (values == nullptr) return;
        for (const Value& value : values->items()) add({value.text(), value.text(), {}, {}});
    }

    [[nodiscard]] const EvaluatedStack* evaluated() const {
        if (m_input.resolved == nullptr) return nullptr;
        for (const auto& stack : m_input.resolved->evaluated->stacks) {
            if (stack->source->id == m_stack->id) return stack.get();
        }
        return nullptr;
    }

    /// Returns the blocks that resources of a type have, in the text's order, but this one's.
    [[nodiscard]] std::vector<std::pair<std::string, Cidr>> blocksOf(std::string_view type,
                                                                     std::string_view vpc) const {
        std::vector<std::pair<std::string, Cidr>> blocks;
        const EvaluatedStack* const stack = evaluated();
        if (stack == nullptr) return blocks;
        for (const auto& resource : stack->resources) {
            if (resource->source->type() != type || resource->source->id == m_resource->id) {
                continue;
            }
            const Value& properties = resource->properties();
            const Value* const in = properties.find("VpcId");
            const bool isThere = vpc.empty() || (in != nullptr && inWords(*in) == vpc);
            const Value* const block = properties.find("CidrBlock");
            const auto read = isThere && block != nullptr && block->isScalar()
                                  ? Cidr::parse(block->text())
                                  : std::nullopt;
            if (read) blocks.emplace_back(resource->source->logicalId, *read);
        }
        return blocks;
    }

    void addBlocks() {
        const bool isOneOf = m_field.editor == FieldEditor::OneOf;
        const bool isBlock = m_field.editor == FieldEditor::Cidr || m_field.title == "CidrBlock" ||
                             (isOneOf && std::ranges::any_of(m_field.parts, [](const Path& part) {
                                  return part.toString().find("Cidr") != std::string::npos;
                              }));
        if (!isBlock) return;
        const bool isOwn = m_field.title == "CidrBlock" && inside().size() == 1;
        if (isOwn && m_resource->type() == "AWS::EC2::Subnet") {
            addFreeBlocks();
        } else if (isOwn && m_resource->type() == "AWS::EC2::VPC") {
            addPlain({"10.0.0.0/16", "172.16.0.0/16", "192.168.0.0/16"});
        } else {
            add({"0.0.0.0/0", "0.0.0.0/0", "Anywhere (IPv4)", "internet"});
            add({"::/0", "::/0", "Anywhere (IPv6)", "internet"});
            for (const auto& [name, block] : blocksOf("AWS::EC2::VPC", {})) {
                add({block.toString(), block.toString(), name, "vpc"});
            }
            for (const auto& [name, block] : blocksOf("AWS::EC2::Subnet", {})) {
                add({block.toString(), block.toString(), name, "subnet"});
            }
        }
    }

    void addFreeBlocks() {
        const EvaluatedStack* const stack = evaluated();
        const auto self = stack == nullptr ? nullptr : stack->find(m_resource->id);
        const Value* const vpc = self ? self->properties().find("VpcId") : nullptr;
        if (vpc == nullptr) return;
        std::vector<Cidr> taken;
        for (const auto& [name, block] : blocksOf("AWS::EC2::Subnet", inWords(*vpc))) {
            taken.push_back(block);
        }
        for (const auto& [name, space] : blocksOf("AWS::EC2::VPC", {})) {
            if (name != inWords(*vpc)) continue;
            const Value* const own = self->properties().find("CidrBlock");
            const auto present =
                own != nullptr && own->isScalar() ? Cidr::parse(own->text()) : std::nullopt;
            const int usual = present ? present->length() : kUsualSubnet;
            for (const Cidr& block : freeBlocks(space, taken, usual, kBlocksOffered)) {
                addFree(block);
            }
            for (const int length : freeLengths(space, taken, kLargestSubnet, kSmallestSubnet)) {
                if (length == usual || length == space.length()) continue;
                addFree(freeBlocks(space, taken, length, 1).front());
            }
        }
    }

    void addFree(const Cidr& block) {
        add({block.toString(),
             block.toString(),
             fmt::format("free · {} addresses", fmt::group_digits(usableAddresses(block))),
             {}});
    }

    const FormInput& m_input;
    const FormField& m_field;
    std::shared_ptr<const Stack> m_stack;
    std::shared_ptr<const Resource> m_resource;
    std::vector<FieldChoice> m_choices;
};

}  // namespace

std::vector<FieldChoice> choicesOf(const FormInput& input, const FormField& field) {
    return Choices(input, field).all();
}

}  // namespace archivolt
