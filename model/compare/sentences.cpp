#include "model/compare/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace archivolt {

namespace {

std::string nameOf(const Architecture& architecture, ThingId id) {
    const Thing* thing = architecture.find(id);
    return thing != nullptr ? thing->name : "something unknown";
}

std::string nameOf(const Architecture& architecture, const Known<ThingId>& id) {
    return id.isKnown() ? nameOf(architecture, *id)
                        : fmt::format("something unknown ({})", id.why());
}

std::string protocolName(ProtocolNumber number) {
    switch (number) {
        case kIcmp: return "icmp";
        case kTcp: return "tcp";
        case kUdp: return "udp";
        case kIcmpv6: return "icmpv6";
        default: return fmt::format("protocol {}", number);
    }
}

/// Returns "tcp port 22", "tcp ports 80-90", "all traffic", "all tcp ports".
std::string matchText(const RuleMatch& match) {
    if (!match.protocol.isKnown()) return "an unknown protocol";
    if (*match.protocol == kAllProtocols) return "all traffic";
    const std::string protocol = protocolName(*match.protocol);
    if (!match.fromPort.isKnown() || !match.toPort.isKnown()) return protocol + " unknown ports";
    if (*match.protocol == kIcmp || *match.protocol == kIcmpv6) {
        if (*match.fromPort < 0) return "all " + protocol;
        return fmt::format("{} type {}", protocol, *match.fromPort);
    }
    if (*match.protocol != kTcp && *match.protocol != kUdp) return protocol;
    if (*match.fromPort <= 0 && *match.toPort >= 65535)
        return fmt::format("all {} ports", protocol);
    if (*match.fromPort == *match.toPort)
        return fmt::format("{} port {}", protocol, *match.fromPort);
    return fmt::format("{} ports {}-{}", protocol, *match.fromPort, *match.toPort);
}

std::string cidrText(const Known<Cidr>& cidr) {
    return cidr.isKnown() ? cidr->toString() : fmt::format("an unknown block ({})", cidr.why());
}

std::string peerText(const Architecture& architecture, const SecurityGroupRule& rule) {
    if (rule.cidr) return cidrText(*rule.cidr);
    if (rule.group) return nameOf(architecture, *rule.group);
    if (rule.prefixList) return nameOf(architecture, *rule.prefixList);
    return "nothing";
}

/// Facts about one thing, each with the sentence for its coming and for its going.
struct Fact {
    std::string comes;
    std::string goes;
};
using Facts = std::map<std::string, Fact>;

void addGroupFacts(const Architecture& architecture, const SecurityGroup& group, Facts& facts) {
    for (const SecurityGroupRule& rule : group.rules) {
        const bool in = rule.direction == RuleDirection::Ingress;
        const std::string what = matchText(rule.match);
        const std::string peer = peerText(architecture, rule);
        facts[fmt::format("sg {} {} {}", in, what, peer)] = {
            in ? fmt::format("opens {} of {} to {}", what, group.name, peer)
               : fmt::format("lets {} send {} to {}", group.name, what, peer),
            in ? fmt::format("closes {} of {} to {}", what, group.name, peer)
               : fmt::format("stops {} from sending {} to {}", group.name, what, peer)};
    }
}

void addAclFacts(const NetworkAcl& acl, Facts& facts) {
    for (const NetworkAclEntry& entry : acl.entries) {
        const std::string number =
            entry.number.isKnown() ? std::to_string(*entry.number) : "of unknown number";
        const std::string allow =
            !entry.allow.isKnown() ? "decides on" : (*entry.allow ? "allows" : "denies");
        const bool in = entry.direction == RuleDirection::Ingress;
        const std::string text = fmt::format(
            "{} rule {} of {} ({} {} {} {})", in ? "ingress" : "egress", number, acl.name, allow,
            matchText(entry.match), in ? "from" : "to", cidrText(entry.cidr));
        facts["acl " + text] = {"adds " + text, "removes " + text};
    }
}

void addRouteFacts(const Architecture& architecture, const RouteTable& table, Facts& facts) {
    for (const Route& route : table.routes) {
        if (route.targetKind == RouteTargetKind::Local) continue;
        const std::string destination = route.destination  ? cidrText(*route.destination)
                                        : route.prefixList ? nameOf(architecture, *route.prefixList)
                                                           : "an unknown destination";
        const std::string target = route.targetKind == RouteTargetKind::Blackhole
                                       ? "nowhere"
                                       : nameOf(architecture, route.target);
        facts[fmt::format("route {} {}", destination, target)] = {
            fmt::format("routes {} of {} to {}", destination, table.name, target),
            fmt::format("no longer routes {} of {} to {}", destination, table.name, target)};
    }
}

void addInterfaceFacts(const Architecture& architecture, const NetworkInterface& interface,
                       Facts& facts) {
    const std::string owner =
        interface.owner ? nameOf(architecture, interface.owner) : interface.name;
    const std::string subnet = nameOf(architecture, interface.subnet);
    facts["in " + subnet] = {fmt::format("puts {} into {}", owner, subnet),
                             fmt::format("takes {} out of {}", owner, subnet)};
    if (interface.publicAddress) {
        facts["public"] = {fmt::format("gives {} a public address", owner),
                           fmt::format("takes the public address of {} away", owner)};
    }
    for (const ThingId group : interface.securityGroups.ids) {
        const std::string name = nameOf(architecture, group);
        facts["group " + name] = {fmt::format("puts {} into {}", owner, name),
                                  fmt::format("takes {} out of {}", owner, name)};
    }
}

std::map<std::string, Facts> factsOf(const Architecture& architecture, Matching matching) {
    std::map<std::string, Facts> facts;
    const auto key = [&](const Thing& thing) {
        return matching == Matching::ByNameAlone ? thing.name : thing.stack + '/' + thing.name;
    };
    for (const auto& [id, group] : architecture.securityGroups) {
        addGroupFacts(architecture, *group, facts[key(*group)]);
    }
    for (const auto& [id, acl] : architecture.networkAcls) addAclFacts(*acl, facts[key(*acl)]);
    for (const auto& [id, table] : architecture.routeTables) {
        addRouteFacts(architecture, *table, facts[key(*table)]);
    }
    for (const auto& [id, interface] : architecture.interfaces) {
        addInterfaceFacts(architecture, *interface, facts[key(*interface)]);
    }
    for (const auto& [id, database] : architecture.databases) {
        if (!database->publiclyAccessible.valueOr(false)) continue;
        facts[key(*database)]["public"] = {
            fmt::format("makes {} publicly accessible", database->name),
            fmt::format("makes {} private", database->name)};
    }
    return facts;
}

}  // namespace

std::vector<std::string> sentencesAbout(const Architecture& before, const Architecture& after,
                                        Matching matching) {
    const auto old = factsOf(before, matching);
    const auto now = factsOf(after, matching);
    std::vector<std::string> sentences;
    const auto say = [&](const std::string& sentence) {
        if (std::ranges::find(sentences, sentence) == sentences.end()) {
            sentences.push_back(sentence);
        }
    };
    static const Facts kNone;
    const auto factsFor = [](const auto& all, const std::string& key) -> const Facts& {
        const auto found = all.find(key);
        return found != all.end() ? found->second : kNone;
    };
    std::vector<std::string> keys;
    for (const auto& [key, facts] : old) keys.push_back(key);
    for (const auto& [key, facts] : now) {
        if (!old.contains(key)) keys.push_back(key);
    }
    std::ranges::sort(keys);
    for (const std::string& key : keys) {
        const Facts& was = factsFor(old, key);
        const Facts& is = factsFor(now, key);
        for (const auto& [name, fact] : is) {
            if (!was.contains(name)) say(fact.comes);
        }
        for (const auto& [name, fact] : was) {
            if (!is.contains(name)) say(fact.goes);
        }
    }
    return sentences;
}

}  // namespace archivolt
