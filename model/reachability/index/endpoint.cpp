#include "model/reachability/index/endpoint.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/architecture/dns_names.h"
#include "model/base/arn.h"
#include "model/reachability/index/service_address.h"
#include "model/reachability/index/unmodelled.h"

namespace archivolt {

namespace {

/// Collects interfaces of things of every kind.
class Collector {
public:
    explicit Collector(const NetworkIndex& network)
        : m_network(network), m_things(network.architecture()) {}

    void add(ThingId id) {
        if (const InterfaceIndex own = m_network.interfaces().indexOf(id); own != kNone) {
            m_found.push_back(own);
            return;
        }
        addOwned(id);
        addMembers(id);
        addHeld(id);
    }

    std::vector<InterfaceIndex> take() {
        std::ranges::sort(m_found);
        m_found.erase(std::unique(m_found.begin(), m_found.end()), m_found.end());
        return std::move(m_found);
    }

private:
    void addOwned(ThingId id) {
        for (const ThingId owned : m_network.things().interfacesOf(id)) {
            const InterfaceIndex index = m_network.interfaces().indexOf(owned);
            if (index != kNone) m_found.push_back(index);
        }
    }
    template <class T>
    void addAll(const Table<T>& table, ThingId id, std::vector<ThingId> T::*members) {
        const auto* found = table.find(id);
        if (found == nullptr) return;
        for (const ThingId member : (**found).*members) {
            if (member != id) add(member);
        }
    }
    /// Adds what a group of things consists of.
    void addMembers(ThingId id) {
        addAll(m_things.instances, id, &Instance::interfaces);
        addAll(m_things.autoScalingGroups, id, &AutoScalingGroup::instances);
        addAll(m_things.loadBalancers, id, &LoadBalancer::interfaces);
        addAll(m_things.databases, id, &Database::interfaces);
        addAll(m_things.caches, id, &Cache::interfaces);
        addAll(m_things.fileSystems, id, &FileSystem::mountTargets);
        addAll(m_things.lambdaFunctions, id, &LambdaFunction::interfaces);
        addAll(m_things.ecsServices, id, &EcsService::interfaces);
        addAll(m_things.attachedResources, id, &AttachedResource::interfaces);
        for (const auto& [databaseId, database] : m_things.databases) {
            if (database->cluster && *database->cluster == id && databaseId != id) add(databaseId);
        }
        if (const auto* group = m_things.targetGroups.find(id)) {
            for (const Target& target : (*group)->targets) {
                if (target.thing.isKnown() && *target.thing != id) add(*target.thing);
            }
        }
        if (const auto* elastic = m_things.elasticIps.find(id)) {
            if ((*elastic)->holder && (*elastic)->holder->isKnown()) add(**(*elastic)->holder);
        }
    }
    /// Adds what stands in a subnet or VPC, or carries a security group.
    void addHeld(ThingId id) {
        const bool mayHold = m_things.vpcs.contains(id) || m_things.subnets.contains(id) ||
                             m_things.securityGroups.contains(id) ||
                             m_things.externals.contains(id);
        if (!mayHold) return;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const InterfaceNode& node = m_network.interfaces()[i];
            const auto& groups = node.interface->securityGroups.ids;
            const bool inVpc = node.vpc != kNone && m_network.vpcs()[node.vpc].vpc->id == id;
            if (inVpc || node.interface->subnet == id ||
                std::ranges::find(groups, id) != groups.end()) {
                m_found.push_back(i);
            }
        }
    }

    const NetworkIndex& m_network;
    const Architecture& m_things;
    std::vector<InterfaceIndex> m_found;
};

/// Returns what all of these interfaces are of, by `of`; null pointer where that is not one thing.
template <class T>
const T* sharedBy(const NetworkIndex& network, const std::vector<InterfaceIndex>& interfaces,
                  const T* (*of)(const NetworkIndex&, InterfaceIndex)) {
    if (interfaces.empty()) return nullptr;
    const T* first = of(network, interfaces.front());
    const bool isOne = std::ranges::all_of(
        interfaces, [&](InterfaceIndex index) { return of(network, index) == first; });
    return isOne ? first : nullptr;
}

AddressSet knownNetworks(const VpnConnection& connection) {
    std::vector<Cidr> blocks;
    for (const auto& block : connection.staticRoutes) {
        if (block.isKnown()) blocks.push_back(*block);
    }
    return addressesOf(blocks);
}

constexpr Rule kAmbiguousEnd{"REACH-1",
                             Severity::Error,
                             "an end of a question is the name or address of several things",
                             "each of them may have another answer",
                             "write stack/id, or the logical id of the thing meant",
                             "a rule of this program"};

Result<Endpoint> endpointOfAddress(const NetworkIndex& network, const IpAddress& address) {
    Endpoint endpoint;
    endpoint.name = address.toString();
    endpoint.address = address;
    Holder holder = network.holderOnInternet(address);
    bool several = false;
    for (const VpcIndex v : network.vpcs().indices()) {
        const Holder inside = network.holderInVpc(v, address);
        if (!inside || inside.interface == holder.interface) continue;
        several = several || holder;
        holder = inside;
    }
    if (several) {
        return failure(kAmbiguousEnd, fmt::format("more than one VPC holds {}", address.toString()),
                       "name the thing by its logical id");
    }
    if (holder.interface != kNone) {
        endpoint.interfaces = {holder.interface};
        setWhatAnswers(network, endpoint);
        return endpoint;
    }
    for (const auto& [id, connection] : network.architecture().vpnConnections) {
        if (knownNetworks(*connection).contains(address)) {
            endpoint.onPremises.emplace_back(id, addressesOf(Cidr::host(address)));
        }
    }
    if (!endpoint.onPremises.empty()) return endpoint;
    if (network.internet().contains(address)) {
        endpoint.address.reset();
        endpoint.outside = addressesOf(Cidr::host(address));
        return endpoint;
    }
    // What BGP brings may hold any private address that is nobody else's.
    // Source: Site-to-Site VPN User Guide, VPNRoutingTypes.
    for (const auto& [id, connection] : network.architecture().vpnConnections) {
        if (connection->staticRoutesOnly.valueOr(false)) continue;
        endpoint.onPremises.emplace_back(id, addressesOf(Cidr::host(address)));
    }
    return endpoint;
}

/// Returns what an ARN's resource is called: the last part (`instance/i-0123`), but a load
/// balancer's or target group's name stands before its number (`loadbalancer/app/NAME/NUMBER`).
std::string_view nameInArn(std::string_view resource) {
    for (const std::string_view kind :
         {"loadbalancer/app/", "loadbalancer/net/", "loadbalancer/gwy/"}) {
        if (!resource.starts_with(kind)) continue;
        resource.remove_prefix(kind.size());
        return resource.substr(0, resource.find('/'));
    }
    if (resource.starts_with("targetgroup/")) resource = resource.substr(0, resource.rfind('/'));
    const auto last = resource.find_last_of("/:");
    return last == std::string_view::npos ? resource : resource.substr(last + 1);
}

/// Says whether a thing stands where an ARN says; what no VPC tells of may stand anywhere.
bool standsWhere(const NetworkIndex& network, const Thing& thing, const ArnParts& arn) {
    for (const VpcNode& node : network.vpcs()) {
        if (node.vpc->stack != thing.stack) continue;
        return (arn.region.empty() || node.vpc->region == arn.region) &&
               (arn.account.empty() || node.vpc->account == arn.account);
    }
    return true;
}

/// Returns what a text may mean: a name, `stack/name`, or an ARN that ends in a name.
std::vector<const Thing*> thingsCalled(const NetworkIndex& network, std::string_view text) {
    std::vector<const Thing*> found = network.things().named(text);
    const auto addNamed = [&](std::string_view name, const auto& fits) {
        for (const Thing* thing : network.things().named(name)) {
            if (fits(*thing) && std::ranges::count(found, thing) == 0) found.push_back(thing);
        }
    };
    for (auto slash = text.find('/'); slash != std::string_view::npos;
         slash = text.find('/', slash + 1)) {
        addNamed(text.substr(slash + 1),
                 [&](const Thing& thing) { return thing.stack == text.substr(0, slash); });
    }
    if (const auto arn = partsOfArn(text)) {
        addNamed(nameInArn(arn->resource),
                 [&](const Thing& thing) { return standsWhere(network, thing, *arn); });
    }
    return found;
}

/// Returns why more may stand in a network or wear a group than what is modelled.
Doubt whyMoreInterfaces(const Architecture& things, ThingId holder) {
    Doubt why;
    for (const Unmodelled& one : unmodelledOf(things)) {
        if (!mayHaveInterface(things, one, holder)) continue;
        why.add(fmt::format("`{}` may have interfaces there: {}", one.thing->name, one.why));
    }
    return why;
}

constexpr Rule kEndWithoutAddress{
    "REACH-2",
    Severity::Error,
    "an end of a question has no address in a network",
    "packets go from address to address, so there is nothing to ask about",
    "name something that has one: an instance, load balancer, database, subnet, security group, "
    "network interface, address, or `internet`",
    "a rule of this program"};

/// Adds the networks behind a VPN connection, or a gateway that has some.
void addBehindVpn(const Architecture& things, ThingId thing, Endpoint& endpoint) {
    for (const auto& [id, connection] : things.vpnConnections) {
        const bool behind = id == thing || connection->customerGateway == thing ||
                            (connection->vpnGateway && *connection->vpnGateway == thing);
        if (!behind) continue;
        endpoint.onPremises.emplace_back(id, knownNetworks(*connection));
        if (endpoint.onPremises.back().second.empty()) {
            endpoint.onPremises.pop_back();
            endpoint.why =
                fmt::format("the networks behind `{}` are learnt by BGP", connection->name);
        }
    }
}

Result<Endpoint> endpointOfThing(const NetworkIndex& network, const Thing& thing,
                                 std::string_view text);

/// Returns what one way of a record or distribution leads to, as an end.
Result<Endpoint> endpointOfWay(const NetworkIndex& network, NameWay way, std::string_view text) {
    Result<Endpoint> end = Endpoint{};
    const Thing* aim = network.architecture().find(way.thing);
    if (!way.why.empty()) {
        end->why = std::move(way.why);
    } else if (way.address) {
        end = endpointOfAddress(network, *way.address);
    } else if (network.architecture().buckets.contains(way.thing)) {
        end->why = fmt::format("`{}` is a bucket, which answers by policies", aim->name);
    } else if (aim != nullptr) {
        end = endpointOfThing(network, *aim, text);
    }
    if (!end) return end;
    end->name = text;
    end->via = std::move(way.steps);
    end->notes = std::move(way.notes);
    return end;
}

/// Returns an end for every way that a name may lead; the end of the only one.
Result<Endpoint> endpointOfWays(const NetworkIndex& network, std::vector<NameWay> ways,
                                std::string_view text) {
    if (ways.size() == 1) return endpointOfWay(network, std::move(ways.front()), text);
    Endpoint all;
    all.name = text;
    for (NameWay& way : ways) {
        auto one = endpointOfWay(network, std::move(way), text);
        if (!one) return one;
        all.ways.push_back(*std::move(one));
    }
    return all;
}

/// Returns the end of a name in DNS: all of its records together.
Result<Endpoint> endpointOfRecords(const NetworkIndex& network,
                                   const std::vector<const DnsRecord*>& records,
                                   std::string_view text) {
    std::vector<NameWay> ways;
    for (const DnsRecord* record : records) {
        for (NameWay& way : followName(network.architecture(), record->id)) {
            ways.push_back(std::move(way));
        }
    }
    return endpointOfWays(network, std::move(ways), text);
}

/// A hosted zone leads where its name does that leads anywhere, if it has one such name.
Result<Endpoint> endpointOfZone(const NetworkIndex& network, const HostedZone& zone,
                                std::string_view text) {
    std::vector<const DnsRecord*> records;
    for (const auto& [id, record] : network.architecture().dnsRecords) {
        if (leadsToAddresses(*record) && record->zone == zone.id) records.push_back(record.get());
    }
    const bool isOneName = std::ranges::all_of(records, [&](const DnsRecord* record) {
        return record->domain.isKnown() && record->domain == records.front()->domain;
    });
    if (!records.empty() && (isOneName || records.size() == 1)) {
        return endpointOfRecords(network, records, text);
    }
    std::string names;
    for (const DnsRecord* record : records) names += (names.empty() ? "" : ", ") + record->name;
    return failure(kAmbiguousEnd,
                   records.empty() ? fmt::format("`{}` has no record that leads anywhere", text)
                                   : fmt::format("`{}` has several records: {}", text, names),
                   "name one of them");
}

Result<Endpoint> endpointOfThing(const NetworkIndex& network, const Thing& thing,
                                 std::string_view text) {
    const Architecture& things = network.architecture();
    if (std::vector<NameWay> ways = followName(things, thing.id); !ways.empty()) {
        return endpointOfWays(network, std::move(ways), text);
    }
    if (const auto* zone = things.hostedZones.find(thing.id)) {
        return endpointOfZone(network, **zone, text);
    }
    Endpoint endpoint;
    endpoint.name = text;
    endpoint.interfaces = interfacesOf(network, thing.id);
    if (const auto* balancer = things.loadBalancers.find(thing.id)) {
        endpoint.balancer = balancer->get();
        endpoint.publicName = (*balancer)->internetFacing.valueOr(false);
    } else {
        setWhatAnswers(network, endpoint);
    }
    addBehindVpn(things, thing.id, endpoint);
    const bool mayHold = things.vpcs.contains(thing.id) || things.subnets.contains(thing.id) ||
                         things.securityGroups.contains(thing.id);
    if (mayHold) endpoint.why = whyMoreInterfaces(things, thing.id);
    const auto* attached = things.attachedResources.find(thing.id);
    if (attached != nullptr) endpoint.why = (*attached)->interfacesWhy;
    if (!endpoint.interfaces.empty() || !endpoint.onPremises.empty() || !endpoint.why.empty()) {
        return endpoint;
    }
    if (attached != nullptr) {
        endpoint.why = "it stands in no subnet of this design";
        return endpoint;
    }
    if (things.others.contains(thing.id)) {
        endpoint.why = whyUnmodelled(things, thing.id);
        if (!endpoint.why.empty()) return endpoint;
    }
    if (const auto* door = things.endpoints.find(thing.id)) {
        const auto service = serviceAddress(**door);
        if (service) {
            endpoint.services.emplace_back(thing.id, *service);
        } else if ((*door)->kind != EndpointKind::Gateway) {
            endpoint.why = (*door)->subnets.why.empty() ? "it stands in no subnet of this design"
                                                        : (*door)->subnets.why;
        } else {
            endpoint.why = (*door)->service.isKnown()
                               ? fmt::format("`{}` has no gateway endpoints", *(*door)->service)
                               : (*door)->service.why();
        }
        return endpoint;
    }
    if (const auto* external = things.externals.find(thing.id)) {
        endpoint.why = fmt::format("it is outside this design: {}", (*external)->why);
        return endpoint;
    }
    if (things.autoScalingGroups.contains(thing.id) || things.ecsServices.contains(thing.id)) {
        const auto* fleet = things.autoScalingGroups.find(thing.id);
        const bool isOpen = fleet != nullptr && !(*fleet)->instancesWhy.empty();
        const auto* service = things.ecsServices.find(thing.id);
        const bool runs = service != nullptr && (*service)->desired.valueOr(1) > 0;
        endpoint.why = isOpen ? (*fleet)->instancesWhy
                       : runs ? "its tasks share the interfaces of what they run on"
                              : "it runs nothing at its desired size";
        return endpoint;
    }
    return failure(kEndWithoutAddress, fmt::format("`{}` has no address in a network", text),
                   "name something that has one: an instance, load balancer, database, subnet, "
                   "security group, network interface, address, or `internet`");
}

}  // namespace

const LoadBalancer* balancerAt(const NetworkIndex& network, InterfaceIndex interface) {
    if (interface == kNone) return nullptr;
    const ThingId owner = network.interfaces()[interface].interface->owner;
    const auto* found = network.architecture().loadBalancers.find(owner);
    return found == nullptr ? nullptr : found->get();
}

const VpcEndpoint* doorAt(const NetworkIndex& network, InterfaceIndex interface) {
    if (interface == kNone) return nullptr;
    const VpcEndpoint* own = network.interfaces()[interface].endpoint;
    return own != nullptr && own->balancers ? own : nullptr;
}

void setWhatAnswers(const NetworkIndex& network, Endpoint& endpoint) {
    endpoint.balancer = sharedBy(network, endpoint.interfaces, balancerAt);
    endpoint.door = sharedBy(network, endpoint.interfaces, doorAt);
}

std::vector<InterfaceIndex> interfacesOf(const NetworkIndex& network, ThingId thing) {
    Collector collector(network);
    collector.add(thing);
    return collector.take();
}

constexpr Rule kNoInternetAddress{
    "REACH-3",
    Severity::Error,
    "`internet:` is followed by an address that is not the internet's",
    "private and reserved addresses, and those of the design itself, come from elsewhere",
    "give an address outside private networks and outside the design, such as internet:203.0.113.7",
    "IANA, special-purpose address registries"};

constexpr Rule kUnknownEnd{"REACH-4",
                           Severity::Error,
                           "an end of a question names nothing that is there",
                           "there is nothing to ask about",
                           "give a logical id, stack/id, an AWS id, a tag Name, a group's name, an "
                           "address or `internet`",
                           "a rule of this program"};

namespace {

/// What has one name: the ends among it, and why what has no address is none.
struct NamedEnds {
    std::vector<std::pair<const Thing*, Endpoint>> ends;
    std::optional<Diagnostic> why;

    void add(const NetworkIndex& network, const Thing& thing, std::string_view text) {
        auto end = endpointOfThing(network, thing, text);
        if (end) {
            ends.emplace_back(&thing, *std::move(end));
        } else if (!why) {
            why = std::move(end.error());
        }
    }
};

/// Returns the things whose tag `Name` is a text.
NamedEnds endsTagged(const NetworkIndex& network, std::string_view text) {
    NamedEnds found;
    forEachTable([&](auto table) {
        for (const auto& [id, thing] : network.architecture().*table) {
            const bool isTagged =
                id == id.whole() && std::ranges::any_of(thing->tags, [&](const auto& tag) {
                    return tag.first == "Name" && tag.second == text;
                });
            if (isTagged) found.add(network, *thing, text);
        }
    });
    return found;
}

/// Returns the security groups of a name, which is one of a kind in their VPC alone.
NamedEnds groupsNamed(const NetworkIndex& network, std::string_view text) {
    NamedEnds found;
    for (const auto& [id, group] : network.architecture().securityGroups) {
        if (group->groupName == text) found.add(network, *group, text);
    }
    return found;
}

/// Finds the one thing with an address whose tag `Name` is a text, else the one group whose
/// GroupName is: in a network that was described, nobody knows the ids. What is tagged alike and
/// has no address, as a volume, is not meant.
Result<Endpoint> endpointOfTag(const NetworkIndex& network, std::string_view text) {
    NamedEnds named = endsTagged(network, text);
    const bool isTagged = !named.ends.empty();
    if (!isTagged) {
        NamedEnds groups = groupsNamed(network, text);
        if (!groups.ends.empty() || groups.why) named = std::move(groups);
    }
    auto& found = named.ends;
    if (found.empty() && named.why) return tl::make_unexpected(*std::move(named.why));
    if (found.empty()) {
        return failure(kUnknownEnd, fmt::format("nothing here is named `{}`", text),
                       "give a logical id, stack/id, an AWS id, a tag Name, a group's name, an "
                       "address or `internet`");
    }
    if (found.size() == 1) return std::move(found.front().second);
    constexpr std::size_t kMost = 4;
    std::vector<std::string> names;
    names.reserve(kMost);
    for (const auto& [thing, end] : found) {
        if (names.size() < kMost) names.push_back(thing->name);
    }
    const std::size_t left = found.size() - names.size();
    return failure(
        kAmbiguousEnd,
        fmt::format("more than one {} `{}`",
                    isTagged ? "thing has the tag Name" : "security group is named", text),
        fmt::format("say which: {}{}", fmt::join(names, ", "),
                    left == 0 ? "" : fmt::format(" and {} more", left)));
}

}  // namespace

Result<Endpoint> findEndpoint(const NetworkIndex& network, std::string_view text) {
    static constexpr std::string_view kInternet = "internet";
    if (text == kInternet) {
        Endpoint endpoint;
        endpoint.name = text;
        endpoint.outside = network.internet();
        return endpoint;
    }
    if (text.starts_with("internet:")) {
        const auto address = IpAddress::parse(text.substr(kInternet.size() + 1));
        if (!address || !network.internet().contains(*address)) {
            return failure(kNoInternetAddress,
                           fmt::format("`{}` is no address of the internet", text),
                           "give an address outside private networks and outside this design, such "
                           "as internet:203.0.113.7");
        }
        Endpoint endpoint;
        endpoint.name = text;
        endpoint.outside = addressesOf(Cidr::host(*address));
        return endpoint;
    }
    if (const auto address = IpAddress::parse(text)) return endpointOfAddress(network, *address);
    const std::vector<const Thing*> found = thingsCalled(network, text);
    if (found.empty()) {
        const auto records = recordsNamed(network.architecture(), std::string(text));
        if (!records.empty()) return endpointOfRecords(network, records, text);
        return endpointOfTag(network, text);
    }
    if (found.size() > 1) {
        return failure(kAmbiguousEnd, fmt::format("more than one thing is named `{}`", text),
                       fmt::format("say which: {}/{} or {}/{}", found[0]->stack, found[0]->name,
                                   found[1]->stack, found[1]->name));
    }
    return endpointOfThing(network, *found.front(), text);
}

RuleList endpointRules() {
    static constexpr const Rule* kRules[] = {&kAmbiguousEnd, &kEndWithoutAddress,
                                             &kNoInternetAddress, &kUnknownEnd};
    return kRules;
}

}  // namespace archivolt
