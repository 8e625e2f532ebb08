#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/form/field_text.h"
#include "app/form/form_builder.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostUsers = 60;
constexpr std::size_t kMostLevels = 2;
constexpr std::string_view kOutbound = "outbound";  // What leaves is of the same type.

constexpr std::string_view kBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
constexpr std::string_view kListener = "AWS::ElasticLoadBalancingV2::Listener";
constexpr std::string_view kTargetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup";

/// A property whose items stand with resources that say the same: an inline rule, a rule.
struct InlineFacts {
    std::string_view owner;
    std::string_view property;
    std::string_view type;
    std::string_view title;
};
constexpr std::array<InlineFacts, 2> kInline{{
    {"AWS::EC2::SecurityGroup", "SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress",
     "Inbound rules"},
    {"AWS::EC2::SecurityGroup", "SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress",
     "Outbound rules"},
}};

std::string plural(const std::string& text) {
    if (text.ends_with("y") && !text.ends_with("ay") && !text.ends_with("ey")) {
        return text.substr(0, text.size() - 1) + "ies";
    }
    return text + (text.ends_with("s") || text.ends_with("x") ? "es" : "s");
}

bool namesResource(const Value& value, std::string_view name) {
    if (value.isCall(Function::Ref)) return value.argument().text() == name;
    if (!value.isCall(Function::GetAtt)) return false;
    const auto& parts = value.argument().items();
    return !parts.empty() && parts.front().text() == name;
}

bool refersBy(const Resource& resource, const PathPattern& pattern, std::string_view name) {
    return std::ranges::any_of(select(resource.properties(), pattern), [&](const FoundValue& at) {
        return namesResource(*at.value, name);
    });
}

bool belongsTo(const Resource& resource, const SystemFacts& facts, std::string_view owner) {
    if (facts.partOf) return refersBy(resource, *facts.partOf, owner);
    return std::ranges::any_of(
        facts.ends, [&](const PathPattern& end) { return refersBy(resource, end, owner); });
}

std::int64_t numberOf(const FormField& entry, const Stack& stack) {
    const auto resource = stack.body.resources.find(entry.target.resource);
    const Value* const number = resource ? resource->properties().find("RuleNumber") : nullptr;
    return number == nullptr ? 0 : number->asInteger().value_or(0);
}

/// Puts together what belongs to one resource.
class Belongings {
public:
    Belongings(const FormInput& input, std::shared_ptr<const Stack> stack, const FormBuilder& owner,
               std::size_t level)
        : m_input(input), m_stack(std::move(stack)), m_owner(owner), m_level(level) {}

    std::vector<FormField> sections() {
        const std::string& type = m_owner.resource().type();
        for (const InlineFacts& facts : kInline) {
            if (facts.owner == type) addInline(facts);
        }
        for (const auto& resource : naming(m_owner.resource().logicalId)) {
            const SystemFacts* const facts = m_input.catalog.system(resource->type());
            if (facts == nullptr) continue;
            if (!belongsTo(*resource, *facts, m_owner.resource().logicalId)) continue;
            if (m_taken.insert(resource->id).second) add(*facts, resource);
        }
        splitEntries();
        offerParts();
        if (type == kBalancer) addTargetGroups();
        tellDefaults();
        if (m_level == 1) addUsers();
        return std::move(m_sections);
    }

private:
    [[nodiscard]] NamingIndex::Resources naming(const std::string& logicalId) const {
        return m_input.naming.naming(m_stack, logicalId);
    }

    FormField section(std::string_view title, std::string_view what) const {
        FormField field;
        field.editor = FieldEditor::Section;
        field.state = FieldState::Set;
        field.title = title;
        field.key = fmt::format("{}#{}", m_owner.resource().id.value, what);
        field.target = {m_stack->id, m_owner.resource().id, {}};
        return field;
    }

    FormField entryOf(const std::shared_ptr<const Resource>& resource) const {
        const FormBuilder builder(m_input, m_stack, resource);
        FormField entry = builder.asEntry();
        entry.title = withoutOwner(std::move(entry.title));
        if (m_level < kMostLevels) {
            Belongings below(m_input, m_stack, builder, m_level + 1);
            for (FormField& part : below.sections()) {
                part.editor = FieldEditor::List;
                entry.children.push_back(std::move(part));
            }
        }
        return entry;
    }

    /// A line says nothing by naming what it stands at.
    [[nodiscard]] std::string withoutOwner(std::string title) const {
        const std::string& owner = m_owner.resource().logicalId;
        const std::string first = owner + " · ";
        const std::string last = " · " + owner;
        if (title.starts_with(first)) return title.substr(first.size());
        if (title.ends_with(last)) return title.substr(0, title.size() - last.size());
        return title;
    }

    void addInline(const InlineFacts& facts) {
        FormField field = section(facts.title, facts.type);
        if (auto list = m_owner.property(facts.property)) {
            field.target = list->target;
            field.takesItems = list->editor == FieldEditor::List;
            if (list->editor == FieldEditor::List) {
                field.children = std::move(list->children);
            } else {
                field.children.push_back(*std::move(list));
            }
        }
        m_sections.push_back(std::move(field));
    }

    void add(const SystemFacts& facts, const std::shared_ptr<const Resource>& resource) {
        const std::string key = fmt::format("{}#{}", m_owner.resource().id.value, facts.type);
        auto at = std::ranges::find(m_sections, key, &FormField::key);
        if (at == m_sections.end()) {
            m_sections.push_back(section(plural(facts.label), facts.type));
            at = m_sections.end() - 1;
        }
        at->children.push_back(entryOf(resource));
    }

    /// The ladder of an ACL, each direction by itself, in the order in which AWS goes through it.
    void splitEntries() {
        const auto at = std::ranges::find_if(m_sections, [](const FormField& field) {
            return field.key.ends_with("#AWS::EC2::NetworkAclEntry");
        });
        if (at == m_sections.end()) {
            if (m_level == 1 && m_owner.resource().type() == "AWS::EC2::NetworkAcl") {
                m_sections.push_back(section("Inbound entries", "AWS::EC2::NetworkAclEntry"));
                m_sections.push_back(section("Outbound entries", kOutbound));
            }
            return;
        }
        FormField in = section("Inbound entries", "AWS::EC2::NetworkAclEntry");
        FormField out = section("Outbound entries", kOutbound);
        for (FormField& entry : at->children) {
            const auto resource = m_stack->body.resources.find(entry.target.resource);
            const Value* const egress = resource->properties().find("Egress");
            const bool isOut = egress != nullptr && egress->asBool().value_or(false);
            (isOut ? out : in).children.push_back(std::move(entry));
        }
        const auto byNumber = [&](const FormField& a, const FormField& b) {
            return numberOf(a, *m_stack) < numberOf(b, *m_stack);
        };
        std::ranges::stable_sort(in.children, byNumber);
        std::ranges::stable_sort(out.children, byNumber);
        *at = std::move(in);
        if (m_level == 1 || !out.children.empty()) m_sections.insert(at + 1, std::move(out));
    }

    /// A section for each kind of part that can be made here, though there is none yet.
    void offerParts() {
        if (m_level > 1) return;
        for (const SystemFacts& facts : m_input.catalog.systems()) {
            if (!facts.partOf || facts.partOf->isPlural()) continue;
            const ReferenceFacts* reference = nullptr;
            for (const ReferenceFacts& one : facts.references) {
                if (one.path == *facts.partOf) reference = &one;
            }
            const bool isHere = reference != nullptr && !reference->targets.empty() &&
                                reference->targets.front().type == m_owner.resource().type();
            if (!isHere) continue;
            const std::string key = fmt::format("{}#{}", m_owner.resource().id.value, facts.type);
            auto at = std::ranges::find(m_sections, key, &FormField::key);
            if (at == m_sections.end()) {
                m_sections.push_back(section(plural(facts.label), facts.type));
                at = m_sections.end() - 1;
            }
            const bool isInline = std::ranges::any_of(
                kInline, [&](const InlineFacts& one) { return one.type == facts.type; });
            if (isInline) continue;
            at->adds = facts.type;
            if (facts.type == "AWS::EC2::NetworkAclEntry") {
                const std::string out =
                    fmt::format("{}#{}", m_owner.resource().id.value, kOutbound);
                std::ranges::find(m_sections, out, &FormField::key)->adds = facts.type;
            }
        }
    }

    /// The groups that a balancer's listeners and their rules send to.
    void addTargetGroups() {
        FormField groups = section("Target groups", kTargetGroup);
        const ResourceTable& resources = m_stack->body.resources;
        std::vector<std::string> senders{m_owner.resource().logicalId};
        std::map<std::size_t, std::shared_ptr<const Resource>> sentTo;  // In order of the text.
        for (std::size_t i = 0; i < senders.size(); ++i) {
            for (const auto& resource : naming(senders[i])) {
                const bool sends = resource->type().starts_with(kListener);
                const std::string& id = resource->logicalId;
                if (sends && std::ranges::find(senders, id) == senders.end()) senders.push_back(id);
            }
            forEachReference(*resources.find(senders[i]), [&](const Reference& reference) {
                const auto named = resources.find(reference.name);
                if (!namesByValue(reference) || !named || named->type() != kTargetGroup) return;
                sentTo.emplace(resources.indexOf(named->id), named);
            });
        }
        for (const auto& [place, resource] : sentTo) {
            m_taken.insert(resource->id);
            groups.children.push_back(entryOf(resource));
        }
        if (!groups.children.empty()) m_sections.push_back(std::move(groups));
    }

    /// Says what holds where a group lists no rules: an empty section is read as the opposite.
    /// Source: EC2 User Guide, security-group-rules: a group that is made without outbound rules
    /// gets one that lets everything out.
    void tellDefaults() {
        for (const InlineFacts& facts : kInline) {
            const auto at = std::ranges::find(m_sections, facts.title, &FormField::title);
            if (at == m_sections.end() || !at->children.empty()) continue;
            FormField line;
            line.editor = FieldEditor::Told;
            line.state = FieldState::Set;
            line.key = at->key + "#default";
            line.target = at->target;
            line.text = facts.property.ends_with("Ingress")
                            ? "Nothing comes in, while no rule is listed"
                            : "Everything may go out, while no rule is listed";
            at->children.push_back(std::move(line));
        }
    }

    void addUsers() {
        FormField users = section("Used by", "users");
        for (const auto& resource : naming(m_owner.resource().logicalId)) {
            if (m_taken.contains(resource->id)) continue;
            if (users.children.size() == kMostUsers) break;
            FormField line = FormBuilder(m_input, m_stack, resource).asEntry();
            line.children.clear();
            line.key += "#user";
            line.title = resource->logicalId;
            const SystemFacts* const facts = m_input.catalog.system(resource->type());
            line.text = facts == nullptr ? resource->type() : facts->label;
            line.removable = false;
            users.children.push_back(std::move(line));
        }
        if (!users.children.empty()) m_sections.push_back(std::move(users));
    }

    const FormInput& m_input;
    std::shared_ptr<const Stack> m_stack;
    const FormBuilder& m_owner;
    std::size_t m_level;
    std::set<ResourceId> m_taken;
    std::vector<FormField> m_sections;
};

}  // namespace

std::vector<FormField> belongings(const FormInput& input, const std::shared_ptr<const Stack>& stack,
                                  const FormBuilder& owner) {
    return Belongings(input, stack, owner, 1).sections();
}

bool isShownAsSection(std::string_view type, std::string_view property) {
    return std::ranges::any_of(kInline, [&](const InlineFacts& facts) {
        return facts.owner == type && facts.property == property;
    });
}

}  // namespace archivolt
