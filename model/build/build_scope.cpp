#include "model/build/build_scope.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include <fmt/format.h>

#include "model/architecture/unmodelled.h"
#include "model/base/text_case.h"
#include "model/build/build_common.h"
#include "model/evaluate/joined_texts.h"

namespace archivolt {

namespace {

/// More than any design needs; exports of each other's imports would go round for ever.
constexpr int kMaxDepth = 32;
/// Far more than any list that AWS takes.
constexpr std::size_t kMaxReferences = 10'000;

/// Finds the first reference inside a value: what an ARN built by Sub or Join is of.
const Value* innerReference(const Value& value) {
    if (value.isCall(Function::Ref) || value.isCall(Function::GetAtt) ||
        value.isCall(Function::ImportValue)) {
        return &value;
    }
    if (value.isCall()) return innerReference(value.argument());
    for (const Value& item : value.items()) {
        if (const Value* found = innerReference(item)) return found;
    }
    for (const MapEntry& entry : value.entries()) {
        if (const Value* found = innerReference(entry.value)) return found;
    }
    return nullptr;
}

/// Returns the word behind `keyword` in a reason: "parameter VpcId has no value" → `VpcId`.
std::string wordBehind(std::string_view why, std::string_view keyword) {
    const auto at = why.find(keyword);
    if (at == std::string_view::npos) return {};
    std::string_view rest = why.substr(at + keyword.size());
    while (!rest.empty() && (rest.front() == '`' || rest.front() == ' ')) rest.remove_prefix(1);
    const auto end = rest.find_first_of("` ,;");
    return std::string(rest.substr(0, end));
}

std::string describe(const Value& value) {
    if (const auto text = value.asString()) return *text;
    if (value.isCall()) return std::string(value.functionName());
    return value.isList() ? "a list" : value.isMap() ? "a map" : "nothing";
}

}  // namespace

bool isMadeElsewhere(const Resource& resource) {
    const std::string& type = resource.type();
    return resource.isLoop() || type == "AWS::CloudFormation::Stack" ||
           type == "AWS::CloudFormation::CustomResource" || type.starts_with("Custom::") ||
           type.ends_with("::MODULE");
}

Known<ProtocolNumber> protocolNumber(const Known<std::string>& text) {
    if (!text.isKnown()) return Known<ProtocolNumber>::unknown(text.why());
    const std::string word = lowerAscii(*text);
    static constexpr std::array<std::pair<std::string_view, ProtocolNumber>, 9> kNames{
        {{"tcp", kTcp},
         {"udp", kUdp},
         {"icmp", kIcmp},
         {"icmpv6", kIcmpv6},
         {"all", kAllProtocols},
         {"esp", 50},
         {"ah", 51},
         {"gre", 47},
         {"sctp", 132}}};
    for (const auto& [name, number] : kNames) {
        if (word == name) return number;
    }
    const auto number = Value::string(word).asInteger();
    if (number && *number >= -1 && *number <= 255) return static_cast<ProtocolNumber>(*number);
    return Known<ProtocolNumber>::unknown(fmt::format("`{}` is no protocol", *text));
}

void append(References& references, const Known<ThingId>& one) {
    if (!one.isKnown()) {
        if (references.why.empty()) references.why = one.why();
    } else if (std::ranges::find(references.ids, *one) == references.ids.end()) {
        references.ids.push_back(*one);
    }
}

void append(References& references, const References& more) {
    for (const ThingId id : more.ids) append(references, Known<ThingId>(id));
    if (references.why.empty()) references.why = more.why;
}

View BuildScope::view(ThingId id) {
    const ThingId whole = id.whole();
    m_reads.push_back(InputKey::of(whole, Aspect::Body));
    const InputNode* node = m_inputs.node(whole);
    if (node == nullptr || node->evaluated->exists == Truth::No) return {};
    return View(*this, whole, *node);
}

std::vector<View> BuildScope::incoming(ThingId target, Relation relation) {
    m_reads.push_back(InputKey::of(target, relation));
    std::vector<View> result;
    for (const ThingId source : m_inputs.sources(target, relation)) {
        if (View found = view(source)) result.push_back(found);
    }
    return result;
}

std::string BuildScope::typeOf(ThingId id) {
    m_reads.push_back(InputKey::of(id.whole(), Aspect::Identity));
    const InputNode* node = m_inputs.node(id.whole());
    return node != nullptr ? node->evaluated->source->type() : std::string();
}

View BuildScope::named(const StackFacts& stack, const std::string& logicalId) {
    const ThingId* id = m_inputs.names.find(NameKey(stack.id, logicalId));
    if (id == nullptr) {
        m_reads.push_back(InputKey::ofName(stack.id, logicalId));
        return {};
    }
    m_reads.push_back(InputKey::of(*id, Aspect::Identity));
    const InputNode* node = m_inputs.node(*id);
    INVARIANT(node != nullptr);
    if (node->evaluated->exists == Truth::No) return {};
    return View(*this, *id, *node);
}

ThingId BuildScope::external(std::string_view key, ExternalThing thing) {
    thing.id = ThingId::external(key);
    m_externals.push_back(std::move(thing));
    return m_externals.back().id;
}

Known<ThingId> BuildScope::unknownThing(const Doubt& why, const StackFacts& stack,
                                        const ExpectedTypes& types) {
    ExternalThing thing;
    thing.why = why;
    thing.expectedType = types.usual();
    thing.name = wordBehind(why, "parameter ");
    if (thing.name.empty()) thing.name = wordBehind(why, "import ");
    if (thing.name.empty()) thing.name = why;
    const std::string key = fmt::format("{}/{}", stack.name, thing.name);
    return external(key, std::move(thing));
}

Known<ThingId> BuildScope::literal(const std::string& text, const StackFacts& from,
                                   const ExpectedTypes& types) {
    if (text.empty()) return Known<ThingId>::unknown("an empty text names nothing");
    m_reads.push_back(InputKey::ofStacks());
    for (const auto& stack : m_inputs.stacks) {
        if (!stack->observed) continue;
        if (const View found = named(*stack, text)) return found.id();
    }
    ExternalThing thing;
    thing.name = text;
    thing.why = from.observed
                    ? fmt::format("`{}` is not among what was described of the network", text)
                    : fmt::format("`{}` is outside this design", text);
    thing.expectedType = types.usual();
    return external(text, std::move(thing));
}

Known<ThingId> BuildScope::attribute(const View& found, const std::string& name,
                                     const ExpectedTypes& types) {
    if (isMadeElsewhere(*found.evaluated().source)) {
        ExternalThing thing;
        thing.name = fmt::format("{}.{}", found.name(), name);
        thing.why =
            fmt::format("`{}` is made by `{}`, outside this design", thing.name, found.type());
        thing.expectedType = types.usual();
        const std::string key = fmt::format("{}/{}", found.stack().name, thing.name);
        return external(key, std::move(thing));
    }
    if (found.type() == "AWS::EC2::VPC") {
        if (name == "DefaultSecurityGroup") return found.id().withPart(3);
        if (name == "DefaultNetworkAcl") return found.id().withPart(2);
    }
    if (found.type() == "AWS::EKS::Cluster" && name == "ClusterSecurityGroupId") {
        return found.id().withPart(kClusterGroupPart);
    }
    if (found.type() == "AWS::ElasticLoadBalancing::LoadBalancer" &&
        name.starts_with("SourceSecurityGroup.")) {
        const View whole = view(found.id());
        const References groups = whole ? whole.things("SecurityGroups") : References();
        if (!groups.ids.empty()) return groups.ids.front();
        return Known<ThingId>::unknown(fmt::format("the group of `{}` is not known", found.name()));
    }
    if (name == "VpcId" && found.type() != "AWS::EC2::VPC") return vpcOf(found, types);
    if (!types.includes(found.type())) {
        return Known<ThingId>::unknown(
            fmt::format("`{}` is of type `{}`", found.name(), found.type()));
    }
    return found.id();
}

Known<ThingId> BuildScope::vpcOf(const View& found, const ExpectedTypes& types) {
    View whole = view(found.id());
    if (whole && whole.property("VpcId") == nullptr && whole.property("SubnetId") != nullptr) {
        const Known<ThingId> subnet = whole.thing("SubnetId");
        whole = subnet.isKnown() ? view(*subnet) : View();
    }
    const Value* vpc = whole ? whole.property("VpcId") : nullptr;
    if (vpc != nullptr) return reference(*vpc, whole.stack(), types);
    return Known<ThingId>::unknown(fmt::format("the VPC of `{}` is not known", found.name()));
}

bool BuildScope::holdsStack(std::string_view name) {
    m_reads.push_back(InputKey::ofStacks());
    return std::ranges::any_of(m_inputs.stacks,
                               [&](const auto& stack) { return stack->name == name; });
}

Known<ThingId> BuildScope::imported(const Value& name, const StackFacts& stack,
                                    const ExpectedTypes& types) {
    const auto text = name.asString();
    if (!text) return unknownThing("the import's name is not known", stack, types);
    m_reads.push_back(InputKey::ofExport(*text));
    m_reads.push_back(InputKey::ofStacks());
    if (const auto found = m_inputs.exports.find(*text); found != m_inputs.exports.end()) {
        for (const auto& other : m_inputs.stacks) {
            if (other->id == found->second.stack) {
                return reference(found->second.value, *other, types);
            }
        }
    }
    ExternalThing thing;
    thing.name = *text;
    thing.why = fmt::format("nothing in this design exports `{}`", *text);
    thing.expectedType = types.usual();
    return external(fmt::format("import:{}", *text), std::move(thing));
}

std::optional<std::pair<Value, const StackFacts*>> BuildScope::exportedItem(const Value& call) {
    const auto item = importedItem(call);
    if (!item) return std::nullopt;
    m_reads.push_back(InputKey::ofExport(item->name));
    m_reads.push_back(InputKey::ofStacks());
    const auto found = m_inputs.exports.find(item->name);
    if (found == m_inputs.exports.end()) return std::nullopt;
    const std::vector<Value> items = splitText(found->second.value, item->delimiter);
    for (const auto& other : m_inputs.stacks) {
        if (other->id != found->second.stack || item->index >= items.size()) continue;
        return std::pair(items[item->index], other.get());
    }
    return std::nullopt;
}

Known<ThingId> BuildScope::called(const Value& call, const StackFacts& stack,
                                  const ExpectedTypes& types) {
    if (call.function() == Function::ImportValue) return imported(call.argument(), stack, types);
    if (const auto item = exportedItem(call)) return reference(item->first, *item->second, types);
    const bool isRef = call.function() == Function::Ref;
    if (!isRef && call.function() != Function::GetAtt) {
        const Value* inner = innerReference(call);
        if (inner != nullptr) return called(*inner, stack, types);
        return Known<ThingId>::unknown(
            fmt::format("`{}` can't be known without AWS", call.functionName()));
    }
    const auto& items = call.argument().items();
    const auto name = isRef           ? call.argument().asString()
                      : items.empty() ? std::nullopt
                                      : items.front().asString();
    if (!name) return Known<ThingId>::unknown("the reference names nothing");
    const View found = named(stack, *name);
    if (!found) {
        return Known<ThingId>::unknown(
            fmt::format("no resource named `{}` is created in stack `{}`", *name, stack.name));
    }
    if (!isRef) {
        const auto attributeName = items.size() > 1 ? items[1].asString() : std::nullopt;
        return attribute(found, attributeName.value_or(""), types);
    }
    if (!isMadeElsewhere(*found.evaluated().source) && !types.includes(found.type())) {
        return Known<ThingId>::unknown(
            fmt::format("`{}` is of type `{}`", found.name(), found.type()));
    }
    return found.id();
}

Known<ThingId> BuildScope::reference(const Value& value, const StackFacts& stack,
                                     const ExpectedTypes& types) {
    if (value.isUnknown()) return unknownThing(value.text(), stack, types);
    if (value.isCall()) {
        if (m_depth == kMaxDepth)
            return Known<ThingId>::unknown("the references go round in a circle");
        ++m_depth;
        Known<ThingId> result = called(value, stack, types);
        --m_depth;
        return result;
    }
    if (const auto text = value.asString()) return literal(*text, stack, types);
    return Known<ThingId>::unknown(fmt::format("{} is no reference", describe(value)));
}

References BuildScope::references(const Value* value, const StackFacts& stack,
                                  const ExpectedTypes& types) {
    References result;
    if (value == nullptr) return result;
    if (!value->isList()) {
        append(result, reference(*value, stack, types));
        if (value->isUnknown() && result.why.empty()) result.why = value->text();
        return result;
    }
    for (const Value& item : value->items()) {
        if (result.ids.size() == kMaxReferences) {
            result.why = fmt::format("a list of more than {} references is cut", kMaxReferences);
            break;
        }
        if (item.isList()) {
            append(result, references(&item, stack, types));
        } else if (!item.isNull()) {
            append(result, reference(item, stack, types));
        }
    }
    return result;
}

std::optional<Value> BuildScope::portOf(const StackFacts& stack, const std::string& name,
                                        std::string_view attributeName) {
    const bool isPort = attributeName == "Port" || attributeName.ends_with(".Port");
    if (!isPort || m_depth == kMaxDepth) return std::nullopt;
    const View found = named(stack, name);
    const View whole = found ? view(found.id()) : View();
    if (!whole) return std::nullopt;
    ++m_depth;
    const auto port = portTold(whole, attributeName);
    --m_depth;
    if (!port) return std::nullopt;
    return port->isKnown() ? Value::string(fmt::format("{}", **port)) : Value::unknown(port->why());
}

std::pair<Value, const StackFacts*> BuildScope::plain(const Value& value, const StackFacts& stack) {
    if (value.isCall(Function::ImportValue)) {
        const auto name = value.argument().asString();
        if (!name) return {Value::unknown("the import's name is not known"), &stack};
        m_reads.push_back(InputKey::ofExport(*name));
        m_reads.push_back(InputKey::ofStacks());
        const auto found = m_inputs.exports.find(*name);
        if (found == m_inputs.exports.end()) {
            return {Value::unknown(fmt::format("nothing in this design exports `{}`", *name)),
                    &stack};
        }
        for (const auto& other : m_inputs.stacks) {
            if (other->id != found->second.stack) continue;
            if (m_depth == kMaxDepth) break;
            ++m_depth;
            auto result = plain(found->second.value, *other);
            --m_depth;
            return result;
        }
    }
    if (m_depth < kMaxDepth) {
        if (const auto item = exportedItem(value)) {
            ++m_depth;
            auto result = plain(item->first, *item->second);
            --m_depth;
            return result;
        }
    }
    if (value.isCall(Function::GetAtt) && value.argument().items().size() == 2) {
        const auto name = value.argument().items()[0].asString();
        const auto attributeName = value.argument().items()[1].asString();
        if (!name || !attributeName) return {value, &stack};
        if (auto port = portOf(stack, *name, *attributeName)) return {*std::move(port), &stack};
        const Value* own = ownAttribute(*name, *attributeName, stack);
        if (own != nullptr && m_depth < kMaxDepth) {
            ++m_depth;
            auto result = plain(*own, stack);
            --m_depth;
            return result;
        }
    }
    return {value, &stack};
}

const Value* BuildScope::ownAttribute(const std::string& name, std::string_view attribute,
                                      const StackFacts& stack) {
    if (attribute != "CidrBlock" && attribute != "AvailabilityZone") return nullptr;
    const View found = named(stack, name);
    if (!found) return nullptr;
    const bool isSubnet = found.type() == "AWS::EC2::Subnet";
    const bool hasBlock = isSubnet || found.type() == "AWS::EC2::VPC";
    const bool isInstance = found.type() == "AWS::EC2::Instance";
    if (attribute == "CidrBlock" ? !hasBlock : !isSubnet && !isInstance) return nullptr;
    const View whole = view(found.id());
    const Value* own = whole ? whole.property(attribute) : nullptr;
    if (own != nullptr || !whole || !isInstance) return own;
    const Known<ThingId> at = whole.thing("SubnetId");
    const View subnet = at.isKnown() ? view(*at) : View();
    // In another stack's words it would have to be read there.
    return subnet && subnet.stack().id == stack.id ? subnet.property(attribute) : nullptr;
}

Known<std::string> BuildScope::text(const Value* value, const StackFacts& stack,
                                    std::string fallback) {
    if (value == nullptr || value->isNull()) return fallback;
    const Value found = plain(*value, stack).first;
    if (found.isUnknown()) return Known<std::string>::unknown(found.text());
    if (auto text = found.asString()) return *text;
    if (found.isCall()) {
        return Known<std::string>::unknown(
            fmt::format("AWS decides it when the stack is created ({})", found.functionName()));
    }
    return Known<std::string>::unknown(
        fmt::format("{} stands where a text should", describe(found)));
}

Known<std::int64_t> BuildScope::integer(const Value* value, const StackFacts& stack,
                                        std::int64_t fallback) {
    if (value == nullptr || value->isNull()) return fallback;
    const Value found = plain(*value, stack).first;
    if (const auto number = found.asInteger()) return *number;
    if (found.isUnknown()) return Known<std::int64_t>::unknown(found.text());
    return Known<std::int64_t>::unknown(fmt::format("`{}` is no whole number", describe(found)));
}

Known<bool> BuildScope::boolean(const Value* value, const StackFacts& stack, bool fallback) {
    if (value == nullptr || value->isNull()) return fallback;
    const Value found = plain(*value, stack).first;
    if (const auto flag = found.asBool()) return *flag;
    if (found.isUnknown()) return Known<bool>::unknown(found.text());
    return Known<bool>::unknown(fmt::format("`{}` is neither true nor false", describe(found)));
}

Known<Cidr> BuildScope::cidr(const Value& value, const StackFacts& stack) {
    const Known<std::string> block = text(&value, stack, {});
    if (!block.isKnown()) return Known<Cidr>::unknown(block.why());
    if (const auto found = Cidr::parse(*block)) return *found;
    return Known<Cidr>::unknown(fmt::format("`{}` is no address block", *block));
}

Known<IpAddress> BuildScope::address(const Value& value, const StackFacts& stack) {
    const Known<std::string> found = text(&value, stack, {});
    if (!found.isKnown()) return Known<IpAddress>::unknown(found.why());
    if (const auto parsed = IpAddress::parse(*found)) return *parsed;
    return Known<IpAddress>::unknown(fmt::format("`{}` is no address", *found));
}

std::vector<InputKey> BuildScope::takeReads() {
    std::ranges::sort(m_reads);
    m_reads.erase(std::unique(m_reads.begin(), m_reads.end()), m_reads.end());
    m_reads.shrink_to_fit();  // They are kept as long as what was made of them.
    return std::move(m_reads);
}

std::vector<ExternalThing> BuildScope::takeExternals() {
    // The same thing met twice: the meeting that knows what it should be counts.
    std::ranges::stable_sort(m_externals, [](const ExternalThing& a, const ExternalThing& b) {
        return a.id != b.id ? a.id < b.id : a.expectedType > b.expectedType;
    });
    const auto isSame = [](const ExternalThing& a, const ExternalThing& b) { return a.id == b.id; };
    m_externals.erase(std::unique(m_externals.begin(), m_externals.end(), isSame),
                      m_externals.end());
    return std::move(m_externals);
}

}  // namespace archivolt
