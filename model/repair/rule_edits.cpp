#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/design/references.h"
#include "model/repair/edit_maker.h"

namespace archivolt {

namespace {

constexpr std::int32_t kLastNumber = 32766;

const char* wordOf(RuleDirection direction) {
    return direction == RuleDirection::Ingress ? "ingress" : "egress";
}

std::string_view ruleTypeOf(RuleDirection direction) {
    return direction == RuleDirection::Ingress ? "AWS::EC2::SecurityGroupIngress"
                                               : "AWS::EC2::SecurityGroupEgress";
}

bool isIcmp(ProtocolNumber protocol) { return protocol == kIcmp || protocol == kIcmpv6; }

/// Returns the protocol as security group rules name it.
Value protocolValue(ProtocolNumber protocol) {
    switch (protocol) {
        case kAllProtocols: return Value::string("-1");
        case kTcp: return Value::string("tcp");
        case kUdp: return Value::string("udp");
        case kIcmp: return Value::string("icmp");
        case kIcmpv6: return Value::string("icmpv6");
        default: return Value::string(fmt::format("{}", protocol));
    }
}

bool hasStandalone(const Stack& stack, std::string_view type) {
    return std::ranges::any_of(stack.body.resources,
                               [&](const auto& one) { return one->type() == type; });
}

/// Says whether rules of this stack name groups by `!Ref` and never by `!GetAtt Group.GroupId`.
bool namesGroupsByRef(const Stack& stack) {
    bool byRef = false;
    bool byAttribute = false;
    for (const auto& one : stack.body.resources) {
        if (!one->type().starts_with("AWS::EC2::SecurityGroup")) continue;
        forEachReference(*one, [&](const Reference& found) {
            const auto target = stack.body.resources.find(found.name);
            if (!target || target->type() != "AWS::EC2::SecurityGroup") return;
            byRef = byRef || found.kind == ReferenceKind::Ref;
            byAttribute = byAttribute || found.kind == ReferenceKind::GetAtt;
        });
    }
    return byRef && !byAttribute;
}

std::string protocolWord(const RuleMatch& match) {
    const ProtocolNumber protocol = match.protocol.valueOr(kAllProtocols);
    std::string word =
        protocol == kAllProtocols ? "All" : protocolName(static_cast<IpProtocol>(protocol));
    if (!word.empty()) word[0] = static_cast<char>(word[0] >= 'a' ? word[0] - 'a' + 'A' : word[0]);
    const bool ports = protocol == kTcp || protocol == kUdp;
    const std::int32_t from = match.fromPort.valueOr(0);
    const std::int32_t to = match.toPort.valueOr(65535);
    if (!ports || (from == 0 && to == 65535)) return word;
    return from == to ? fmt::format("{}{}", word, from) : fmt::format("{}{}To{}", word, from, to);
}

}  // namespace

Result<Value> EditMaker::peerValue(const AddGroupRule& wanted, const Stack& stack) const {
    if (!wanted.peer.group) return blockValue(wanted.peer.block, wanted.peer.blockOf, stack);
    const auto named = reference(wanted.peer.group, stack);
    if (!named) return tl::make_unexpected(named.error());
    return inStyle(*named, ruleTypeOf(wanted.direction), stack);
}

Value EditMaker::inStyle(const Value& group, std::string_view ruleType, const Stack& stack) const {
    if (!group.isCall(Function::Ref) || namesGroupsByRef(stack)) return group;
    const auto property = referring(ruleType, group, stack);
    return property ? Value::getAtt(group.argument().text(), std::string(property->attribute))
                    : group;
}

std::vector<EditMaker::Property> EditMaker::ruleBody(const AddGroupRule& wanted,
                                                     const Value& peer) const {
    const ProtocolNumber protocol = wanted.match.protocol.valueOr(kAllProtocols);
    std::vector<Property> entries = {{"IpProtocol", protocolValue(protocol)}};
    if (protocol == kTcp || protocol == kUdp || isIcmp(protocol)) {
        entries.emplace_back("FromPort", Value::number(wanted.match.fromPort.valueOr(0)));
        entries.emplace_back("ToPort", Value::number(wanted.match.toPort.valueOr(65535)));
    }
    if (wanted.peer.group) {
        entries.emplace_back(Property::By::Reference, peer);
        return entries;
    }
    const bool six = wanted.peer.block.family() == Family::Ipv6;
    entries.emplace_back(six ? "CidrIpv6" : "CidrIp", peer);
    return entries;
}

std::optional<Path> EditMaker::inlineList(const Home& home, const std::string& property) const {
    const Path evaluated{"Properties", property};
    const Value* written = home.resource->properties().find(property);
    if (written == nullptr || written->isNull()) return std::nullopt;
    Path path = Path{"Resources", home.resource->logicalId} / evaluated;
    if (written->isCall()) {
        const SourceOfValue source =
            sourceOf(*m_resolved.evaluated, home.stack->id, home.resource->id, evaluated);
        if (source.kind != SourceOfValue::Kind::Literal) return std::nullopt;
        path = source.path;
    }
    const Value* list = home.stack->body.at(path);
    if (list == nullptr || !list->isList()) return std::nullopt;
    return path;
}

bool EditMaker::wouldBeCircular(const Home& group, ThingId peer) const {
    const Thing* thing = things().find(peer);
    if (thing == nullptr) return false;
    const auto start = group.stack->body.resources.find(thing->origin.resource);
    if (!start) return false;
    std::set<std::string, std::less<>> seen = {start->logicalId};
    std::vector<std::string> open = {start->logicalId};
    while (!open.empty()) {
        const auto at = group.stack->body.resources.find(open.back());
        open.pop_back();
        if (at->id == group.resource->id) return true;
        forEachReference(*at, [&](const Reference& one) {
            if (!group.stack->body.resources.find(one.name)) return;
            if (seen.emplace(one.name).second) open.emplace_back(one.name);
        });
    }
    return false;
}

Result<void> EditMaker::change(const AddGroupRule& wanted) {
    const auto* found = things().securityGroups.find(wanted.group);
    if (found == nullptr) {
        return failure(kNoEdit, fmt::format("`{}` is not in this design", nameOf(wanted.group)),
                       "");
    }
    const SecurityGroup& group = **found;
    const auto home = homeOf(group.origin, fmt::format("`{}`", group.name));
    if (!home) return tl::make_unexpected(home.error());
    const auto peer = peerValue(wanted, *home->stack);
    if (!peer) return tl::make_unexpected(peer.error());
    const bool out = wanted.direction == RuleDirection::Egress;
    const std::string type(ruleTypeOf(wanted.direction));
    const char* property = out ? "SecurityGroupEgress" : "SecurityGroupIngress";
    const std::vector<Property> rule = ruleBody(wanted, *peer);
    // A group's own list has the names of the standalone rule.
    auto entries = entriesOf(*home->stack, type, rule);
    if (!entries) return tl::make_unexpected(entries.error());
    const std::string text = matchText(wanted.match);
    const std::string other =
        wanted.peer.group ? nameOf(wanted.peer.group) : wanted.peer.block.toString();
    const bool isDeclared = wanted.group.part() == 0;
    const auto list = isDeclared ? inlineList(*home, property) : std::nullopt;
    const bool written = home->resource->properties().find(property) != nullptr;
    const bool circular = wanted.peer.group && wouldBeCircular(*home, wanted.peer.group);
    const bool mayStart = isDeclared && !written && !out && !hasStandalone(*home->stack, type);
    Result<void> made;
    if (list && !circular) {
        const Value& items = *home->stack->body.at(*list);
        const bool described =
            !items.items().empty() && std::ranges::all_of(items.items(), [](const Value& one) {
                return one.find("Description") != nullptr;
            });
        if (described) {
            const std::string what = fmt::format("{} {} {}", text, out ? "to" : "from", other);
            entries->insert(entries->begin(), {"Description", Value::string(what)});
        }
        made = apply(SetValue{home->stack->id, *list / PathStep(items.items().size()),
                              Value::map(*std::move(entries))});
    } else if (mayStart && !circular) {
        made = apply(SetValue{home->stack->id,
                              Path{"Resources", home->resource->logicalId, "Properties", property},
                              Value::list({Value::map(*std::move(entries))})});
    } else {
        const auto own = reference(wanted.group, *home->stack);
        if (!own) return tl::make_unexpected(own.error());
        std::vector<Property> properties = {
            {Property::By::Owner, inStyle(*own, type, *home->stack)}};
        properties.insert(properties.end(), rule.begin(), rule.end());
        const std::string name = freshName(
            *home->stack,
            fmt::format("{}{}{}{}", group.name, protocolWord(wanted.match), out ? "To" : "From",
                        wanted.peer.group ? nameOf(wanted.peer.group) : "Block"));
        made = addResource(home->stack->id, name, bodyOf(*home->stack, type, properties),
                           home->resource->logicalId);
    }
    if (!made) return made;
    done(fmt::format("add {} {} {} {} to {}", wordOf(wanted.direction), text,
                     out ? "towards" : "from", other, group.name));
    return {};
}

std::string EditMaker::ruleText(const RemoveGroupRule& wanted) const {
    const auto* group = things().securityGroups.find(wanted.group);
    if (group == nullptr) return {};
    for (const SecurityGroupRule& rule : (*group)->rules) {
        if (rule.name != wanted.rule || rule.origin != wanted.origin) continue;
        const std::string peer = rule.cidr && rule.cidr->isKnown()     ? (*rule.cidr)->toString()
                                 : rule.group && rule.group->isKnown() ? nameOf(**rule.group)
                                                                       : std::string();
        if (peer.empty()) return fmt::format(" ({})", matchText(rule.match));
        const bool out = rule.direction == RuleDirection::Egress;
        return fmt::format(" ({} {} {})", matchText(rule.match), out ? "to" : "from", peer);
    }
    return {};
}

std::string EditMaker::entryText(const RemoveAclEntry& wanted) const {
    const auto* acl = things().networkAcls.find(wanted.acl);
    if (acl == nullptr) return {};
    for (const NetworkAclEntry& entry : (*acl)->entries) {
        if (entry.name != wanted.entry || entry.origin != wanted.origin) continue;
        if (!entry.cidr.isKnown() || !entry.allow.isKnown()) return {};
        const bool out = entry.direction == RuleDirection::Egress;
        return fmt::format(" ({} {} {} {})", *entry.allow ? "allow" : "deny",
                           matchText(entry.match), out ? "to" : "from", entry.cidr->toString());
    }
    return {};
}

Result<void> EditMaker::change(const RemoveGroupRule& wanted) {
    auto made =
        removeOrigin(wanted.origin, "AWS::EC2::SecurityGroupIngress AWS::EC2::SecurityGroupEgress",
                     fmt::format("`{}`", wanted.rule));
    if (made) {
        done(fmt::format("remove `{}`{} from {}", wanted.rule, ruleText(wanted),
                         nameOf(wanted.group)));
    }
    return made;
}

Result<std::int32_t> EditMaker::freeNumber(const AddAclEntry& wanted) {
    const auto* acl = things().networkAcls.find(wanted.acl);
    std::set<std::int32_t> used;
    if (acl != nullptr) {
        for (const NetworkAclEntry& entry : (*acl)->entries) {
            if (entry.direction != wanted.direction) continue;
            if (!entry.number.isKnown()) {
                return failure(kNoEdit,
                               fmt::format("the number of `{}` in `{}` is not known", entry.name,
                                           (*acl)->name),
                               "give it a plain number first");
            }
            used.insert(*entry.number);
        }
    }
    for (const auto& [id, direction, number] : m_numbers) {
        if (id == wanted.acl && direction == wanted.direction) used.insert(number);
    }
    const auto take = [&](std::int32_t number) {
        m_numbers.emplace(wanted.acl, wanted.direction, number);
        return number;
    };
    const std::int32_t step = 10;
    if (wanted.before > kLastNumber) {
        const std::int32_t next = used.empty() ? 100 : (*used.rbegin() / step + 1) * step;
        if (next <= kLastNumber) return take(next);
    }
    const auto at = used.lower_bound(wanted.before);
    const std::int32_t previous = at == used.begin() ? 0 : *std::prev(at);
    if (wanted.before - previous > 1) return take((wanted.before + previous) / 2);
    for (std::int32_t number = std::min(wanted.before, kLastNumber + 1) - 1; number > 0; --number) {
        if (!used.contains(number)) return take(number);
    }
    return failure(
        kNoEdit, fmt::format("`{}` has no free number below {}", nameOf(wanted.acl), wanted.before),
        "renumber its entries");
}

Result<void> EditMaker::change(const AddAclEntry& wanted) {
    const auto* found = things().networkAcls.find(wanted.acl);
    if (found == nullptr) {
        return failure(kNoEdit, fmt::format("`{}` is not in this design", nameOf(wanted.acl)), "");
    }
    const NetworkAcl& acl = **found;
    const auto home = homeOf(acl.origin, fmt::format("`{}`", acl.name));
    if (!home) return tl::make_unexpected(home.error());
    const auto id = reference(wanted.acl, *home->stack);
    if (!id) return tl::make_unexpected(id.error());
    const auto number = freeNumber(wanted);
    if (!number) return tl::make_unexpected(number.error());
    const bool out = wanted.direction == RuleDirection::Egress;
    const ProtocolNumber protocol = wanted.match.protocol.valueOr(kAllProtocols);
    std::vector<Property> entries = {{Property::By::Owner, *id}};
    if (out) entries.emplace_back("Egress", Value::boolean(true));
    entries.emplace_back("RuleNumber", Value::number(*number));
    entries.emplace_back("Protocol", Value::number(protocol));
    entries.emplace_back("RuleAction", Value::string(wanted.allow ? "allow" : "deny"));
    const bool six = wanted.block.family() == Family::Ipv6;
    entries.emplace_back(six ? "Ipv6CidrBlock" : "CidrBlock",
                         blockValue(wanted.block, wanted.blockOf, *home->stack));
    const Value from = Value::number(wanted.match.fromPort.valueOr(0));
    const Value to = Value::number(wanted.match.toPort.valueOr(65535));
    if (isIcmp(protocol)) {
        entries.emplace_back("Icmp", Value::map({{"Type", from}, {"Code", to}}));
    } else if (protocol == kTcp || protocol == kUdp) {
        entries.emplace_back("PortRange", Value::map({{"From", from}, {"To", to}}));
    }
    const std::string other = wanted.blockOf ? (out ? "To" : "From") + nameOf(wanted.blockOf) : "";
    const std::string name = freshName(
        *home->stack, fmt::format("{}{}{}{}{}", acl.name, out ? "Out" : "In",
                                  wanted.allow ? "" : "No", protocolWord(wanted.match), other));
    auto made = addResource(home->stack->id, name,
                            bodyOf(*home->stack, "AWS::EC2::NetworkAclEntry", entries),
                            home->resource->logicalId);
    if (!made) return made;
    done(fmt::format("add {} entry {} to {}: {} {} {} {}", wordOf(wanted.direction), *number,
                     acl.name, wanted.allow ? "allow" : "deny", matchText(wanted.match),
                     out ? "to" : "from", wanted.block.toString()));
    return {};
}

Result<void> EditMaker::change(const RemoveAclEntry& wanted) {
    auto made =
        removeOrigin(wanted.origin, "AWS::EC2::NetworkAclEntry", fmt::format("`{}`", wanted.entry));
    if (made) {
        done(fmt::format("remove `{}`{} from {}", wanted.entry, entryText(wanted),
                         nameOf(wanted.acl)));
    }
    return made;
}

}  // namespace archivolt
