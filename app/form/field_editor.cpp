#include "app/form/field_editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/form/field_text.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr int kCannot = -1;

bool isPlain(const Value* value) { return value == nullptr || value->isScalar(); }

bool isKind(const EditorQuestion& question, std::initializer_list<PropertyKind> kinds) {
    return question.type != nullptr && std::ranges::find(kinds, question.type->kind) != kinds.end();
}

bool isPlainReference(const Value& value) {
    return value.isCall(Function::Ref) || value.isCall(Function::GetAtt);
}

/// One editor, and how well it suits a place; `kCannot` where it can't edit it.
struct Tester {
    FieldEditor editor;
    int (*rank)(const EditorQuestion&);
};

constexpr std::array<Tester, 12> kTesters{{
    {FieldEditor::Code, [](const EditorQuestion&) { return 0; }},
    {FieldEditor::Text,
     [](const EditorQuestion& question) {
         const bool takesText =
             question.type == nullptr ||
             isKind(question, {PropertyKind::String, PropertyKind::Timestamp, PropertyKind::Integer,
                               PropertyKind::Number, PropertyKind::Boolean});
         if (!isPlain(question.value)) return kCannot;
         return takesText || question.value != nullptr ? 10 : kCannot;
     }},
    {FieldEditor::List,
     [](const EditorQuestion& question) {
         if (question.value != nullptr) return question.value->isList() ? 20 : kCannot;
         return isKind(question, {PropertyKind::List}) ? 20 : kCannot;
     }},
    {FieldEditor::Object,
     [](const EditorQuestion& question) {
         if (question.value != nullptr) return question.value->isMap() ? 20 : kCannot;
         return isKind(question, {PropertyKind::Object, PropertyKind::Map}) &&
                        (question.type->kind == PropertyKind::Map ||
                         question.type->object != nullptr)
                    ? 20
                    : kCannot;
     }},
    {FieldEditor::Number,
     [](const EditorQuestion& question) {
         const bool isNumber = isKind(question, {PropertyKind::Integer, PropertyKind::Number});
         const bool reads = question.value == nullptr || question.value->asNumber().has_value();
         return isNumber && isPlain(question.value) && reads ? 30 : kCannot;
     }},
    {FieldEditor::Switch,
     [](const EditorQuestion& question) {
         const bool reads = question.value == nullptr || question.value->asBool().has_value();
         return isKind(question, {PropertyKind::Boolean}) && reads ? 30 : kCannot;
     }},
    {FieldEditor::Choice,
     [](const EditorQuestion& question) {
         return question.hasValues && isPlain(question.value) ? 40 : kCannot;
     }},
    {FieldEditor::Cidr,
     [](const EditorQuestion& question) {
         const bool isBlock =
             question.name.ends_with("CidrBlock") || question.name.starts_with("CidrIp");
         return isBlock && isKind(question, {PropertyKind::String}) && isPlain(question.value)
                    ? 40
                    : kCannot;
     }},
    {FieldEditor::Expression,
     [](const EditorQuestion& question) {
         return question.value != nullptr && question.value->isCall() ? 50 : kCannot;
     }},
    {FieldEditor::Reference,
     [](const EditorQuestion& question) {
         if (!question.refers || isKind(question, {PropertyKind::List})) return kCannot;
         if (question.value == nullptr || question.value->isString()) return 35;
         return isPlainReference(*question.value) ? 60 : kCannot;
     }},
    {FieldEditor::Lines,
     [](const EditorQuestion& question) {
         const bool isLines = question.name == "DependsOn" || question.name == "Action" ||
                              question.name == "NotAction" || question.name == "Resource" ||
                              question.name == "NotResource";
         const bool fits = question.value == nullptr || question.value->isScalar() ||
                           (question.value->isList() &&
                            std::ranges::none_of(question.value->items(), [](const Value& item) {
                                return item.isMap() || item.isList() || item.isNull() ||
                                       yamlText(item).find('\n') != std::string::npos;
                            }));
         return isLines && question.type == nullptr && fits ? 25 : kCannot;
     }},
    {FieldEditor::Code,
     [](const EditorQuestion& question) {
         const bool isTree = isKind(question, {PropertyKind::AnyJson}) ||
                             (question.type != nullptr && question.value == nullptr);
         return isTree && (question.value == nullptr || question.value->isMap()) &&
                        !isKind(question,
                                {PropertyKind::Object, PropertyKind::Map, PropertyKind::List})
                    ? 5
                    : kCannot;
     }},
}};

constexpr std::array<std::string_view, 2> kPorts{"FromPort", "ToPort"};
constexpr std::array<std::string_view, 2> kPortRange{"PortRange.From", "PortRange.To"};
constexpr std::array<std::string_view, 4> kSource{"CidrIp", "CidrIpv6", "SourceSecurityGroupId",
                                                  "SourcePrefixListId"};
constexpr std::array<std::string_view, 4> kDestination{
    "CidrIp", "CidrIpv6", "DestinationSecurityGroupId", "DestinationPrefixListId"};
constexpr std::array<std::string_view, 3> kRouteTo{
    "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"};
constexpr std::array<std::string_view, 8> kRouteBy{
    "GatewayId",     "NatGatewayId", "EgressOnlyInternetGatewayId", "TransitGatewayId",
    "VpcEndpointId", "InstanceId",   "NetworkInterfaceId",          "VpcPeeringConnectionId"};
constexpr std::array<std::string_view, 2> kBlocks{"CidrBlock", "Ipv6CidrBlock"};

constexpr std::array<CompositeFacts, 7> kComposites{{
    {"Ports", FieldEditor::Ports, kPorts, "IpProtocol"},
    {"Ports", FieldEditor::Ports, kPortRange, "RuleAction"},
    {"Source", FieldEditor::OneOf, kSource, "IpProtocol"},
    {"Destination", FieldEditor::OneOf, kDestination, "IpProtocol"},
    {"Destination", FieldEditor::OneOf, kRouteTo, "RouteTableId"},
    {"Target", FieldEditor::OneOf, kRouteBy, "RouteTableId"},
    {"Address block", FieldEditor::OneOf, kBlocks, "RuleAction"},
}};

std::string textAt(const Value& object, std::string_view key) {
    const Value* const value = object.find(key);
    return value == nullptr || value->isNull() ? std::string() : inWords(*value);
}

std::string firstText(const Value& object, std::span<const std::string_view> keys) {
    for (const std::string_view key : keys) {
        if (std::string text = textAt(object, key); !text.empty()) return text;
    }
    return {};
}

std::string portsInWords(const std::string& from, const std::string& to) {
    if (from.empty() || from == "-1") return {};
    if (from == to || to.empty()) return " " + from;
    if (from == "0" && to == "65535") return " all ports";
    return " " + from + "-" + to;
}

std::string ruleInWords(const Value& rule) {
    const bool isEntry = rule.find("RuleAction") != nullptr;
    const Value* const range = rule.find("PortRange");
    const std::string ports = range != nullptr && range->isMap()
                                  ? portsInWords(textAt(*range, "From"), textAt(*range, "To"))
                                  : portsInWords(textAt(rule, "FromPort"), textAt(rule, "ToPort"));
    const std::string what =
        protocolInWords(textAt(rule, isEntry ? "Protocol" : "IpProtocol")) + ports;
    if (isEntry) {
        return fmt::format("{} {} {} {} {}", textAt(rule, "RuleNumber"), textAt(rule, "RuleAction"),
                           what, textAt(rule, "Egress") == "yes" ? "to" : "from",
                           firstText(rule, kBlocks));
    }
    const std::array<std::string_view, 3> onlyOut{"DestinationSecurityGroupId",
                                                  "DestinationPrefixListId", ""};
    const std::string out = firstText(rule, onlyOut);
    std::string peer = out.empty() ? firstText(rule, kSource) : out;
    if (peer.empty()) peer = textAt(rule, "SourceSecurityGroupName");
    return peer.empty() ? what : fmt::format("{} · {}", what, peer);
}

std::string statementInWords(const Value& statement) {
    constexpr std::array<std::string_view, 2> kActions{"Action", "NotAction"};
    constexpr std::array<std::string_view, 2> kResources{"Resource", "NotResource"};
    std::string actions = firstText(statement, kActions);
    if (statement.find("NotAction") != nullptr) actions = "all but " + actions;
    std::string on = firstText(statement, kResources);
    if (statement.find("NotResource") != nullptr) on = "all but " + on;
    std::string text = textAt(statement, "Effect") + " " + actions;
    if (!on.empty() && on != "*") text += " on " + on;
    return text;
}

/// Returns what a target group is known by: what it sends, and to what.
std::string targetGroupInWords(const Value& group) {
    constexpr std::array<std::string_view, 3> kWords{"Protocol", "Port", "TargetType"};
    std::string text;
    for (const std::string_view word : kWords) {
        const std::string part = textAt(group, word);
        if (part.empty()) continue;
        if (!text.empty()) text += word == "Port" ? " " : " · ";
        text += part;
    }
    return text;
}

/// Says whether a value tells nothing without its property's name: `required` of what?
bool needsItsName(const MapEntry& entry) {
    const Value& value = entry.value;
    if (value.isCall()) return false;
    if (value.isNull() || value.asBool()) return true;
    if (value.asInteger()) return entry.key.find("Port") == std::string::npos;
    constexpr std::array<std::string_view, 12> kSwitches{
        "required", "optional", "enabled", "disabled", "enable", "disable",
        "default",  "on",       "off",     "active",   "none",   "inactive"};
    return std::ranges::find(kSwitches, lowerAscii(value.text())) != kSwitches.end();
}

}  // namespace

FieldEditor editorFor(const EditorQuestion& question) {
    FieldEditor best = FieldEditor::Code;
    int bestRank = kCannot;
    for (const Tester& tester : kTesters) {
        const int rank = tester.rank(question);
        if (rank > bestRank) {
            bestRank = rank;
            best = tester.editor;
        }
    }
    return best;
}

const PropertyType* chosenType(const PropertyType* type, const Value* value) {
    if (type == nullptr || type->kind != PropertyKind::Union || type->choices.empty()) return type;
    for (const PropertyType* choice : type->choices) {
        if (value == nullptr) break;
        const bool takesMap =
            choice->kind == PropertyKind::Object || choice->kind == PropertyKind::Map;
        const bool fits = value->isMap()    ? takesMap
                          : value->isList() ? choice->kind == PropertyKind::List
                                            : !takesMap && choice->kind != PropertyKind::List;
        if (fits) return choice;
    }
    return type->choices.front();
}

std::vector<const CompositeFacts*> compositesOf(const ObjectType& object) {
    std::vector<const CompositeFacts*> found;
    std::set<std::string_view> taken;
    for (const CompositeFacts& facts : kComposites) {
        const auto head = [](std::string_view part) { return part.substr(0, part.find('.')); };
        const bool fits =
            object.find(facts.beside) != nullptr &&
            std::ranges::all_of(facts.parts, [&](std::string_view part) {
                return object.find(head(part)) != nullptr && !taken.contains(head(part));
            });
        if (!fits) continue;
        for (const std::string_view part : facts.parts) taken.insert(head(part));
        // Both ends of a range are of one property.
        found.push_back(&facts);
    }
    return found;
}

std::string protocolInWords(const std::string& protocol) {
    if (protocol == "-1") return "all traffic";
    if (protocol == "6") return "tcp";
    if (protocol == "17") return "udp";
    if (protocol == "1") return "icmp";
    if (protocol == "58") return "icmpv6";
    return protocol;
}

std::string summaryOf(const Value& object) {
    if (!object.isMap()) return inWords(object);
    if (object.find("IpProtocol") != nullptr || object.find("RuleAction") != nullptr) {
        return ruleInWords(object);
    }
    if (object.find("Effect") != nullptr) return statementInWords(object);
    if (const std::string to = firstText(object, kRouteTo); !to.empty()) {
        const std::string by = firstText(object, kRouteBy);
        return by.empty() ? to : fmt::format("{} → {}", to, by);
    }
    if (object.find("Key") != nullptr && object.find("Value") != nullptr) {
        return fmt::format("{} = {}", textAt(object, "Key"), textAt(object, "Value"));
    }
    std::string text;
    std::size_t shown = 0;
    for (const MapEntry& entry : object.entries()) {
        const bool isPlain = entry.value.isScalar() || entry.value.isCall();
        if (!isPlain || shown == 3) continue;
        if (!text.empty()) text += " · ";
        if (needsItsName(entry)) text += entry.key + " ";
        text += inWords(entry.value);
        ++shown;
    }
    return text;
}

std::string summaryOf(std::string_view type, const Value& properties) {
    if (type == "AWS::ElasticLoadBalancingV2::TargetGroup" && properties.isMap()) {
        return targetGroupInWords(properties);
    }
    return summaryOf(properties);
}

}  // namespace archivolt
