#include "model/intents/intent_reader.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/reachability/index/tiers.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

std::string textOf(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found != nullptr ? found->asString().value_or("") : "";
}

std::optional<IntentKind> kindOf(const std::string& name) {
    if (name == "reachable") return IntentKind::Reachable;
    if (name == "never") return IntentKind::Never;
    if (name == "only-from") return IntentKind::OnlyFrom;
    if (name == "only-through") return IntentKind::OnlyThrough;
    if (name == "can") return IntentKind::Can;
    if (name == "cannot") return IntentKind::Cannot;
    return std::nullopt;
}

bool isPresent(const Value* value) { return value != nullptr && !value->isNull(); }

/// Chooses interfaces that fit every member of a selector.
class Selector {
public:
    Selector(const Design& design, const NetworkIndex& network)
        : m_design(design),
          m_network(network),
          m_unmodelled(unmodelledOf(network.architecture())) {}

    Result<Selection> select(const Value& selector) {
        for (const MapEntry& entry : selector.entries()) {
            const std::string text = entry.value.asString().value_or("");
            keepUnmodelled(entry.key, text);
            if (entry.key == "internet") {
                m_outside |= m_network.internet();
            } else if (entry.key == "cidr") {
                const auto block = Cidr::parse(text);
                if (!block) {
                    return failure(kBadPromise, fmt::format("`{}` is no address block", text),
                                   "write it as 203.0.113.0/24");
                }
                addBlock(*block);
            } else if (entry.key == "id" || entry.key == "subnet") {
                auto end = findEndpoint(m_network, text);
                if (!end) return tl::make_unexpected(end.error());
                m_outside |= end->outside;
                m_onPremises = end->onPremises;
                if (!end->why.empty()) m_why = end->why;
                keep(end->interfaces);
            } else if (entry.key == "tier") {
                if (text != "public" && text != "private" && text != "data") {
                    return failure(kBadPromise, fmt::format("there is no tier `{}`", text),
                                   "write public, private or data");
                }
                keep(ofTier(text));
            } else if (entry.key == "subnet-kind") {
                if (text != "public" && text != "private" && text != "isolated") {
                    return failure(kBadPromise,
                                   fmt::format("there is no kind of subnet `{}`", text),
                                   "write public, private or isolated");
                }
                keep(ofSubnetKind(text));
            } else if (entry.key == "name") {
                keep(ofThings([&](const Thing& thing) { return hasTag(thing, "Name", text); }));
            } else if (entry.key == "tag") {
                const std::size_t sign = text.find('=');
                if (sign == std::string::npos) {
                    return failure(kBadPromise, fmt::format("`{}` is no tag", text),
                                   "write it as Key=Value");
                }
                keep(ofThings([&](const Thing& thing) {
                    return hasTag(thing, text.substr(0, sign), text.substr(sign + 1));
                }));
            } else if (entry.key == "type") {
                keep(ofThings([&](const Thing& thing) { return typeOf(thing) == text; }));
            } else {
                return failure(
                    kBadPromise, fmt::format("a selector has no member `{}`", entry.key),
                    "use id, name, tag, type, tier, subnet, subnet-kind, internet or cidr");
            }
        }
        return finish(selector);
    }

private:
    Result<Selection> finish(const Value& selector) {
        Selection selection;
        selection.why = m_why;
        std::string name;
        for (const MapEntry& entry : selector.entries()) {
            name +=
                (name.empty() ? "" : ", ") + entry.key + " " + entry.value.asString().value_or("");
        }
        if (m_interfaces) {
            const std::vector<InterfaceIndex> chosen(m_interfaces->begin(), m_interfaces->end());
            selection.ends = endsOf(m_network, chosen, name);
        }
        if (!m_outside.empty() || !m_onPremises.empty()) {
            Endpoint end;
            end.name = name;
            end.outside = m_outside;
            end.onPremises = m_onPremises;
            selection.ends.push_back(std::move(end));
        }
        for (const Unmodelled& one : m_unmodelled) {
            selection.unmodelled.push_back(one.thing->id);
            if (selection.why.empty()) {
                selection.why = fmt::format("`{}`: {}", one.thing->name, one.why);
            }
        }
        if (selection.ends.empty() && selection.why.empty()) {
            selection.why = fmt::format("nothing in the design is chosen by `{}`", name);
        }
        return selection;
    }

    /// Keeps what is not modelled and may fit a member of the selector.
    void keepUnmodelled(const std::string& key, const std::string& text) {
        const auto fits = [&](const Unmodelled& one) {
            const Thing& thing = *one.thing;
            if (key == "name") return hasTag(thing, "Name", text);
            const std::size_t sign = text.find('=');
            if (key == "tag") {
                return sign != std::string::npos &&
                       hasTag(thing, text.substr(0, sign), text.substr(sign + 1));
            }
            if (key == "type") return typeOf(thing) == text;
            if (key == "id") return thing.name == text || isHeldBy(one, text);
            if (key == "subnet") return isHeldBy(one, text);
            if (key == "internet") return false;
            if (key == "tier") return standsInTier(one, text);
            if (key == "subnet-kind") return standsInKind(one, text);
            return true;  // A block: its addresses are not known.
        };
        std::erase_if(m_unmodelled, [&](const Unmodelled& one) { return !fits(one); });
    }

    [[nodiscard]] bool isHeldBy(const Unmodelled& one, const std::string& text) const {
        const std::string name = text.substr(text.find('/') + 1);
        for (const Thing* holder : m_network.things().named(name)) {
            if (mayHaveInterface(m_network.architecture(), one, holder->id)) return true;
        }
        return false;
    }

    /// Says whether it may stand in a subnet for which `fits` holds; in a tier, it may be what
    /// makes a private subnet one of data.
    template <class Fits>
    [[nodiscard]] bool standsWhere(const Unmodelled& one, const Fits& fits) const {
        for (const SubnetIndex i : m_network.subnets().indices()) {
            const ThingId subnet = m_network.subnets()[i].subnet->id;
            if (fits(i) && mayHaveInterface(m_network.architecture(), one, subnet)) return true;
        }
        return false;
    }
    [[nodiscard]] bool standsInTier(const Unmodelled& one, const std::string& tier) const {
        const PerNode<SubnetNode, Tier> tiers = tiersOf(m_network);
        return standsWhere(one, [&](SubnetIndex i) {
            return tier == tierName(tiers[i]) ||
                   (tiers[i] == Tier::Private && tier == tierName(Tier::Data));
        });
    }
    [[nodiscard]] bool standsInKind(const Unmodelled& one, const std::string& kind) const {
        return standsWhere(one, [&](SubnetIndex i) {
            const SubnetKind own = subnetKindOf(m_network, i);
            return own == SubnetKind::Unknown || kind == subnetKindName(own);
        });
    }

    void keep(const std::vector<InterfaceIndex>& found) {
        std::set<InterfaceIndex> set(found.begin(), found.end());
        if (m_interfaces)
            std::erase_if(set, [&](InterfaceIndex i) { return !m_interfaces->contains(i); });
        m_interfaces = std::move(set);
    }

    void addBlock(const Cidr& block) {
        m_outside |= m_network.internet() & addressesOf(block);
        std::vector<InterfaceIndex> inside;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const auto& addresses = m_network.interfaces()[i].addresses;
            const auto holds = [&](const IpAddress& address) { return block.contains(address); };
            if (std::ranges::any_of(addresses, holds)) inside.push_back(i);
        }
        keep(inside);
        for (const auto& [id, connection] : m_network.architecture().vpnConnections) {
            AddressSet behind;
            for (const auto& network : connection->staticRoutes) {
                if (network.isKnown()) behind |= addressesOf(*network) & addressesOf(block);
            }
            if (!behind.empty()) m_onPremises.emplace_back(id, std::move(behind));
        }
    }

    template <class Fits>
    std::vector<InterfaceIndex> ofThings(const Fits& fits) {
        std::vector<InterfaceIndex> found;
        forEachTable([&](auto table) {
            for (const auto& [id, thing] : m_network.architecture().*table) {
                if (!fits(*thing)) continue;
                const auto own = interfacesOf(m_network, id);
                found.insert(found.end(), own.begin(), own.end());
            }
        });
        return found;
    }

    static bool hasTag(const Thing& thing, const std::string& key, const std::string& value) {
        return std::ranges::find(thing.tags, std::pair(key, value)) != thing.tags.end();
    }

    [[nodiscard]] std::string typeOf(const Thing& thing) const {
        if (thing.id.isExternal() || thing.id.part() != 0) return {};
        const auto stack = m_design.stack(thing.origin.stack);
        const auto resource =
            stack != nullptr ? stack->body.resources.find(thing.origin.resource) : nullptr;
        return resource != nullptr ? resource->type() : std::string();
    }

    std::vector<InterfaceIndex> ofTier(const std::string& tier) {
        const auto& interfaces = m_network.interfaces();
        const PerNode<SubnetNode, Tier> tiers = tiersOf(m_network);
        std::vector<InterfaceIndex> found;
        for (const InterfaceIndex i : interfaces.indices()) {
            const SubnetIndex subnet = interfaces[i].subnet;
            if (subnet == kNone) {
                m_why = "the subnet of " + interfaces[i].interface->name + ": " +
                        interfaces[i].why.text();
                continue;
            }
            if (tier == tierName(tiers[subnet])) {
                found.push_back(i);
            }
        }
        return found;
    }

    std::vector<InterfaceIndex> ofSubnetKind(const std::string& wanted) {
        PerNode<SubnetNode, SubnetKind> kinds;
        for (const SubnetIndex i : m_network.subnets().indices()) {
            kinds.add(subnetKindOf(m_network, i));
        }
        std::vector<InterfaceIndex> found;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const InterfaceNode& node = m_network.interfaces()[i];
            const SubnetKind kind = node.subnet == kNone ? SubnetKind::Unknown : kinds[node.subnet];
            if (kind == SubnetKind::Unknown) {
                m_why = fmt::format("where the subnet of `{}` routes to is not known",
                                    node.interface->name);
            }
            if (wanted == subnetKindName(kind)) found.push_back(i);
        }
        return found;
    }

    const Design& m_design;
    const NetworkIndex& m_network;
    std::vector<Unmodelled> m_unmodelled;  ///< What may be chosen and is not modelled.
    std::optional<std::set<InterfaceIndex>> m_interfaces;
    AddressSet m_outside;
    std::vector<std::pair<ThingId, AddressSet>> m_onPremises;
    Doubt m_why;
};

}  // namespace

std::vector<Endpoint> endsOf(const NetworkIndex& network,
                             const std::vector<InterfaceIndex>& interfaces,
                             const std::string& name) {
    Endpoint rest;
    rest.name = name;
    std::map<ThingId, Endpoint> balancers;
    for (const InterfaceIndex index : interfaces) {
        const NetworkInterface& interface = *network.interfaces()[index].interface;
        const auto* balancer = network.architecture().loadBalancers.find(interface.owner);
        if (balancer == nullptr) {
            rest.interfaces.push_back(index);
            continue;
        }
        Endpoint& end = balancers[interface.owner];
        end.name = (*balancer)->name;
        end.balancer = balancer->get();
        end.interfaces.push_back(index);
    }
    std::vector<Endpoint> ends;
    ends.reserve(ends.size() + balancers.size());
    for (auto& [id, end] : balancers) ends.push_back(std::move(end));
    if (!rest.interfaces.empty()) ends.push_back(std::move(rest));
    return ends;
}

Result<Selection> select(const Design& design, const NetworkIndex& network, const Value& selector) {
    if (selector.isMap()) return Selector(design, network).select(selector);
    const std::string text = selector.asString().value_or("");
    auto end = findEndpoint(network, text);
    if (!end) return tl::make_unexpected(end.error());
    Selection selection;
    selection.why = end->why;
    for (const Unmodelled& one : unmodelledOf(network.architecture())) {
        const Thing& thing = *one.thing;
        const bool isNamed = thing.name == text || thing.stack + "/" + thing.name == text;
        if (isNamed) selection.unmodelled.push_back(thing.id);
    }
    selection.ends.push_back(std::move(*end));
    return selection;
}

Result<Intent> readIntent(const Value& value, std::size_t index) {
    Intent intent;
    const auto wrong = [&](std::string what, SharedText help) {
        const std::string name = intent.name.empty() ? fmt::format("number {}", index + 1)
                                                     : fmt::format("`{}`", intent.name);
        return failure(kBadPromise, fmt::format("the promise {} {}", name, what), std::move(help));
    };
    if (!value.isMap())
        return wrong("is no object", "write {\"name\", \"kind\", \"from\", \"to\"}");
    intent.name = textOf(value, "name");
    intent.kindName = textOf(value, "kind");
    const auto kind = kindOf(intent.kindName);
    if (!kind) {
        return wrong(fmt::format("has no kind `{}`", intent.kindName),
                     "write reachable, never, only-from, only-through, can or cannot");
    }
    intent.kind = *kind;
    const auto end = [&](const char* key, Value& to) {
        const Value* found = value.find(key);
        if (!isPresent(found) || (!found->isMap() && !found->isString())) return false;
        to = *found;
        return true;
    };
    if (!end("from", intent.from)) return wrong("has no `from`", "name an end, or a selector");
    if (!end("to", intent.to)) return wrong("has no `to`", "name an end, or a selector");
    if (*kind == IntentKind::OnlyThrough && !end("through", intent.through)) {
        return wrong("has no `through`", "name what the traffic has to pass");
    }
    if (*kind == IntentKind::Can || *kind == IntentKind::Cannot) {
        const Value* action = value.find("action");
        const std::vector<Value> one = {action != nullptr ? *action : Value()};
        const bool isList = action != nullptr && action->isList();
        for (const Value& item : isList ? action->items() : one) {
            intent.actions.push_back(item.asString().value_or(""));
        }
        if (intent.actions.empty() || std::ranges::count(intent.actions, "") > 0) {
            return wrong("has no `action`", "write s3:GetObject, a list of such, read or write");
        }
        for (const char* network : {"protocol", "ports", "family"}) {
            if (!isPresent(value.find(network))) continue;
            return wrong(fmt::format("has `{}`, which calls of an API have not", network),
                         "leave it out");
        }
        return intent;
    }
    if (isPresent(value.find("protocol")) && textOf(value, "protocol") != "any") {
        intent.protocol = parseProtocol(textOf(value, "protocol"));
        if (!intent.protocol) {
            return wrong(fmt::format("has no protocol `{}`", textOf(value, "protocol")),
                         "write tcp, udp, icmp or a number from 0 to 255");
        }
    }
    if (isPresent(value.find("ports"))) {
        const auto ports = parsePorts(textOf(value, "ports"));
        if (!ports) {
            return wrong(fmt::format("has no ports `{}`", textOf(value, "ports")),
                         "write 443, 80-90 or 22,80-90");
        }
        intent.ports = *ports;
    }
    const std::string family = textOf(value, "family");
    if (!family.empty() && family != "ipv4" && family != "ipv6") {
        return wrong(fmt::format("has no family `{}`", family), "write ipv4 or ipv6");
    }
    if (!family.empty()) intent.family = family == "ipv4" ? Family::Ipv4 : Family::Ipv6;
    return intent;
}

RuleList intentRules() {
    static constexpr const Rule* kRules[] = {&kBadPromise};
    return kRules;
}

}  // namespace archivolt
