#include "app/modes/reach/rule_texts.h"

#include <fmt/format.h>

#include <array>

#include "model/findings/finding_place.h"
#include "model/net/cidr.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

constexpr std::array<const char*, 6> kBlockKeys = {"CidrIp",
                                                   "CidrIpv6",
                                                   "CidrBlock",
                                                   "Ipv6CidrBlock",
                                                   "DestinationCidrBlock",
                                                   "DestinationIpv6CidrBlock"};

tl::unexpected<Diagnostic> unfit(std::string message) {
    Diagnostic why;
    why.message = std::move(message);
    return tl::make_unexpected(std::move(why));
}

/// The members of a rule as they stand in the template.
struct WrittenRule {
    StackId stack;
    Path path;
    const Value* body = nullptr;
    std::shared_ptr<const Stack> owner;  ///< Keeps the body.

    [[nodiscard]] const Value* plain(const Path& way) const {
        const Value* value = body == nullptr ? nullptr : body->at(way);
        return value != nullptr && value->isScalar() && !value->isNull() ? value : nullptr;
    }
};

WrittenRule writtenRule(const Design& design, const Origin& origin) {
    WrittenRule rule;
    rule.stack = origin.stack;
    rule.owner = design.stack(origin.stack);
    if (rule.owner == nullptr) return rule;
    const auto resource = rule.owner->body.resources.find(origin.resource);
    if (resource == nullptr) return rule;
    const Path whole = sourcePath(*rule.owner, origin);
    const Value* value = resource->body.at(whole.from(2));
    // A rule that is a resource of its own says it in its properties.
    const bool isResource = value != nullptr && value->isMap() && value->find("Properties");
    rule.path = isResource ? whole / "Properties" : whole;
    rule.body = isResource ? value->find("Properties") : value;
    if (rule.body != nullptr && !rule.body->isMap()) rule.body = nullptr;
    return rule;
}

/// The members that hold the first and the last port.
struct PortPaths {
    Path first;
    Path last;
};

PortPaths portPaths(const WrittenRule& rule) {
    if (rule.body != nullptr && rule.body->find("PortRange") != nullptr) {
        return {Path{"PortRange", "From"}, Path{"PortRange", "To"}};
    }
    return {Path{"FromPort"}, Path{"ToPort"}};
}

bool isOfPorts(const WrittenRule& rule) {
    for (const char* key : {"IpProtocol", "Protocol"}) {
        const Value* protocol = rule.plain(Path{key});
        if (protocol == nullptr) continue;
        const std::string text = protocol->asString().value_or("");
        return text == "tcp" || text == "udp" || text == "6" || text == "17";
    }
    return false;
}

/// Returns a number in the form of the one that it replaces: `443`, `"443"`.
Value numberLike(const Value& before, std::uint16_t number) {
    return before.isString() ? Value::string(fmt::format("{}", number))
                             : Value::number(static_cast<std::int64_t>(number));
}

const char* blockKey(const WrittenRule& rule) {
    for (const char* key : kBlockKeys) {
        if (rule.plain(Path{key}) != nullptr) return key;
    }
    return nullptr;
}

}  // namespace

RuleTexts ruleTextsOf(const Design& design, const Origin& origin) {
    const WrittenRule rule = writtenRule(design, origin);
    RuleTexts texts;
    if (rule.body == nullptr) return texts;
    const PortPaths paths = portPaths(rule);
    const Value* first = rule.plain(paths.first);
    const Value* last = rule.plain(paths.last);
    if (isOfPorts(rule) && first != nullptr && last != nullptr) {
        const std::string from = first->asString().value_or("");
        const std::string to = last->asString().value_or("");
        texts.ports = from == to ? from : from + '-' + to;
    }
    if (const char* key = blockKey(rule)) texts.block = rule.body->find(key)->asString();
    return texts;
}

Result<std::vector<Edit>> rewriteRule(const Design& design, const Origin& origin,
                                      const RuleTexts& wanted) {
    const WrittenRule rule = writtenRule(design, origin);
    const RuleTexts now = ruleTextsOf(design, origin);
    std::vector<Edit> edits;
    if (wanted.ports && now.ports && *wanted.ports != *now.ports) {
        const auto ports = parsePorts(*wanted.ports);
        if (!ports || ports->ranges().size() != 1) {
            return unfit("write a port or a range: 443, 8000-8080");
        }
        const PortPaths paths = portPaths(rule);
        const PortRange range = ports->ranges().front();
        const auto set = [&](const Path& way, std::uint16_t port) {
            edits.emplace_back(
                SetValue{rule.stack, rule.path / way, numberLike(*rule.plain(way), port)});
        };
        set(paths.first, static_cast<std::uint16_t>(range.first));
        set(paths.last, static_cast<std::uint16_t>(range.last));
    }
    if (wanted.block && now.block && *wanted.block != *now.block) {
        const auto before = Cidr::parse(*now.block);
        const auto block = Cidr::parse(*wanted.block);
        if (!block || Cidr::hasHostBits(*wanted.block)) {
            return unfit("write a block of addresses: 10.0.0.0/16, 203.0.113.7/32");
        }
        if (before && before->family() != block->family()) {
            return unfit("the other family is another property: change it in the inspector");
        }
        edits.emplace_back(SetValue{rule.stack, rule.path / std::string(blockKey(rule)),
                                    Value::string(*wanted.block)});
    }
    return edits;
}

}  // namespace archivolt
