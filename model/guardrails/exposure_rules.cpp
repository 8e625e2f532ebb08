#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

struct NamedPort {
    Port port;
    const char* name;
};

/// Ports of databases, file sharing and administration that no one serves to the world on purpose.
/// Source: Security Hub EC2.19, and the services' own default ports.
constexpr std::array kAdminPorts = {
    NamedPort{20, "FTP"},           NamedPort{21, "FTP"},          NamedPort{23, "Telnet"},
    NamedPort{110, "POP3"},         NamedPort{135, "RPC"},         NamedPort{143, "IMAP"},
    NamedPort{445, "SMB"},          NamedPort{1433, "SQL Server"}, NamedPort{1434, "SQL Server"},
    NamedPort{1521, "Oracle"},      NamedPort{2049, "NFS"},        NamedPort{2375, "Docker"},
    NamedPort{2376, "Docker"},      NamedPort{3306, "MySQL"},      NamedPort{4333, "mSQL"},
    NamedPort{5432, "PostgreSQL"},  NamedPort{5439, "Redshift"},   NamedPort{5500, "VNC"},
    NamedPort{5601, "OpenSearch"},  NamedPort{5900, "VNC"},        NamedPort{5984, "CouchDB"},
    NamedPort{5985, "WinRM"},       NamedPort{5986, "WinRM"},      NamedPort{6379, "Redis"},
    NamedPort{9042, "Cassandra"},   NamedPort{9200, "OpenSearch"}, NamedPort{9300, "OpenSearch"},
    NamedPort{10250, "Kubernetes"}, NamedPort{11211, "memcached"}, NamedPort{27017, "MongoDB"},
    NamedPort{27018, "MongoDB"},    NamedPort{27019, "MongoDB"},
};
constexpr Port kSsh = 22;
constexpr Port kRemoteDesktop = 3389;

TrafficSet tcp(Port port) { return TrafficSet::of(kProtocolTcp, PortSet({port, port})); }

/// What a web server is there for: not worth a word.
const TrafficSet& webTraffic() {
    static const TrafficSet kWeb =
        tcp(80) | tcp(443) | TrafficSet::of(kProtocolUdp, PortSet({443, 443}));
    return kWeb;
}

/// What belongs to the other rules: SSH, remote desktop, the ports above.
const TrafficSet& namedTraffic() {
    static const TrafficSet kNamed = [] {
        TrafficSet named = tcp(kSsh) | tcp(kRemoteDesktop) |
                           TrafficSet::of(kProtocolUdp, PortSet({kRemoteDesktop, kRemoteDesktop}));
        for (const NamedPort& admin : kAdminPorts) named |= tcp(admin.port);
        return named;
    }();
    return kNamed;
}

constexpr Rule kOpenEveryPort{
    "SG-3",
    Severity::Critical,
    "all ports are reachable from the world",
    "whatever listens on the machine, now or after the next update, serves the whole internet",
    "allow only the ports that are meant to be public",
    "checkov CKV_AWS_277"};

constexpr Rule kOpenSsh{
    "SG-1",
    Severity::Critical,
    "SSH is reachable from the world",
    "every address of the internet may try keys and passwords on a shell, and does so within "
    "minutes",
    "allow the addresses of those who administer it, or use Session Manager and close the port",
    "checkov CKV_AWS_24; Security Hub EC2.13"};

constexpr Rule kOpenRemoteDesktop{
    "SG-2",
    Severity::Critical,
    "remote desktop is reachable from the world",
    "remote desktop is what attackers look for first: a guessed password or an unpatched "
    "server gives them a whole machine",
    "allow the addresses of those who administer it, or use Session Manager and close the port",
    "checkov CKV_AWS_25; Security Hub EC2.14"};

constexpr Rule kOpenAdminPort{
    "SG-4",
    Severity::Critical,
    "a database or admin port is reachable from the world",
    "databases and admin services trust their network; few of them stand up to the internet",
    "allow the security group of those who use it instead of every address",
    "Security Hub EC2.19"};

constexpr Rule kOpenOtherPort{
    "SG-5",
    Severity::Medium,
    "another port than 80 and 443 is reachable from the world",
    "a port that is open to everyone without anyone having meant it is a way in that nobody "
    "watches",
    "allow only the ports that are meant to be public, from whom they are meant for",
    "Security Hub EC2.18"};

constexpr Rule kPerhapsOpen{
    "SG-11",
    Severity::High,
    "the world reaches a shell, a database or every port if a subnet outside the design is public",
    "whether the subnet is public, a parameter or another stack decides: where it is, every "
    "address "
    "of the internet may try keys, passwords and weaknesses, and nothing here says so",
    "allow the addresses of those who use it, or say that the instance gets no public address",
    "checkov CKV_AWS_24, CKV_AWS_25 and CKV_AWS_277; Security Hub EC2.13, EC2.14 and EC2.19"};

/// Says on what an exposure depends; empty where it is certain.
std::string unlessBlocked(const std::string& condition) {
    if (condition.empty()) return {};
    return fmt::format(", unless VPC Block Public Access is on: {}", condition);
}

/// Gathers what the world reaches by the rule that lets it in: one finding for each rule.
class ExposureRules {
public:
    explicit ExposureRules(Advice& advice) : m_advice(advice) {}

    void run() {
        const auto& interfaces = m_advice.network.interfaces();
        for (const InterfaceIndex i : interfaces.indices()) {
            const NetworkInterface& interface = *interfaces[i].interface;
            if (interface.exists != Truth::Yes) continue;
            if (interface.kind == InterfaceKind::LoadBalancerNode) continue;
            judge(i);
        }
        for (auto& [key, entry] : m_entries) report(*entry.rule, entry);
    }

private:
    struct Entry {
        const Rule* rule = nullptr;
        Origin origin;
        std::string group;
        std::vector<std::string> ports;
        std::vector<ThingId> things;
        std::vector<Origin> related;
        std::string condition;  ///< Not empty: why it may be otherwise.
    };

    void judge(InterfaceIndex index) {
        const TrafficSet& world = m_advice.exposure.orUnlessBlocked(index).world;
        if (world.empty()) return;
        for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
            if (world.ports(protocol) == PortSet::all())
                note(kOpenEveryPort, index, protocol, 1, "");
        }
        const PortSet ports = world.ports(kProtocolTcp);
        if (ports != PortSet::all()) {
            if (ports.contains(kSsh)) note(kOpenSsh, index, kProtocolTcp, kSsh, "22");
            if (ports.contains(kRemoteDesktop)) {
                note(kOpenRemoteDesktop, index, kProtocolTcp, kRemoteDesktop, "3389");
            }
            for (const NamedPort& admin : kAdminPorts) {
                if (!ports.contains(admin.port)) continue;
                note(kOpenAdminPort, index, kProtocolTcp, admin.port,
                     fmt::format("{} ({})", admin.port, admin.name));
            }
        }
        const TrafficSet rest = world - webTraffic() - namedTraffic();
        for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
            const PortSet left = rest.ports(protocol);
            if (left.empty() || world.ports(protocol) == PortSet::all()) continue;
            for (const PortRange& range : left.ranges()) {
                note(kOpenOtherPort, index, protocol, range.first,
                     trafficText(TrafficSet::of(protocol, PortSet(range))));
            }
        }
    }

    /// Notes that the world reaches a port, under the rule that lets it in.
    void note(const Rule& broken, InterfaceIndex index, IpProtocol protocol, Port port,
              const std::string& text) {
        const auto& trace = m_advice.exposure.trace(index, protocol, port);
        if (!trace) return;
        const auto rule = entryRule(*trace);
        const NetworkInterface& interface = *m_advice.network.interfaces()[index].interface;
        const Origin origin = rule ? rule->origin : interface.origin;
        Entry& entry = m_entries[{broken.code, origin}];
        entry.rule = &broken;
        entry.origin = origin;
        if (rule) entry.group = rule->resource;
        const auto addOnce = [](auto& list, const auto& item) {
            if (std::ranges::find(list, item) == list.end()) list.push_back(item);
        };
        if (!text.empty()) addOnce(entry.ports, text);
        addOnce(entry.things, namedFor(m_advice.architecture, interface));
        if (entry.related.empty()) entry.related = evidenceOf(*trace);
        entry.condition = m_advice.exposure.orUnlessBlocked(index).condition;
    }

    void report(const Rule& rule, Entry& entry) {
        const std::string things = m_advice.quoted(entry.things);
        std::string ports;
        for (std::size_t i = 0; i < entry.ports.size(); ++i) {
            ports += (i == 0 ? "" : i + 1 == entry.ports.size() ? " and " : ", ") + entry.ports[i];
        }
        std::string what;
        if (&rule == &kOpenSsh) what = fmt::format("SSH of {}", things);
        if (&rule == &kOpenRemoteDesktop) what = fmt::format("remote desktop of {}", things);
        if (&rule == &kOpenEveryPort) what = fmt::format("every port of {}", things);
        if (&rule == &kOpenAdminPort) what = fmt::format("port {} of {}", ports, things);
        if (&rule == &kOpenOtherPort) what = fmt::format("{} of {}", ports, things);
        std::string through = entry.group.empty() ? "" : fmt::format(" through `{}`", entry.group);
        SharedText help;
        if (&rule == &kOpenSsh || &rule == &kOpenRemoteDesktop) {
            help = "allow the address range of those who administer it, or use Session Manager";
        } else if (&rule == &kOpenAdminPort) {
            help = "allow the security group of those who use it instead of every address";
        } else {
            help = "allow only the ports that are meant to be public, from whom they are meant for";
        }
        m_advice.report(
            rule,
            {entry.origin,
             fmt::format("the world reaches {}{}{}", what, through, unlessBlocked(entry.condition)),
             std::move(help), std::move(entry.related), m_advice.placesOf(entry.things)});
    }

    Advice& m_advice;
    std::map<std::pair<std::string_view, Origin>, Entry> m_entries;
};

/// SG-11, and SG-1 to SG-4 where an address alone is not known: what groups let the world into
/// where the subnet is outside the design, or its blocks are. One finding for each rule that lets
/// it in.
class PerhapsOpen {
public:
    explicit PerhapsOpen(Advice& advice) : m_advice(advice) {}

    void run() {
        const auto& interfaces = m_advice.network.interfaces();
        for (const InterfaceIndex i : interfaces.indices()) {
            if (isInQuestion(interfaces[i]) || isOpenAnywhere(interfaces[i])) judge(i);
        }
        for (auto& [key, entry] : m_entries) report(key.second, entry);
    }

private:
    struct Entry {
        const Rule* rule = nullptr;
        std::string group;
        std::vector<std::string> what;
        std::vector<ThingId> things;
        std::string why;
    };

    /// Says whether where it stands alone decides if the world gets there: nobody says that it has
    /// no public address, and connections may begin from elsewhere.
    [[nodiscard]] bool isInQuestion(const InterfaceNode& node) const {
        const NetworkInterface& interface = *node.interface;
        const bool isHost =
            interface.kind == InterfaceKind::Instance ||
            interface.kind == InterfaceKind::Standalone || interface.kind == InterfaceKind::Task ||
            interface.kind == InterfaceKind::Database || isFacingBalancer(interface);
        return isHost && interface.exists == Truth::Yes && node.accepts && node.subnet == kNone &&
               interface.publicAddress.has_value();
    }

    /// Says whether an interface is a node of a balancer that surely faces the internet.
    [[nodiscard]] bool isFacingBalancer(const NetworkInterface& interface) const {
        const LoadBalancer* balancer = balancerOf(interface);
        return balancer != nullptr && balancer->internetFacing.valueOr(false);
    }
    [[nodiscard]] const LoadBalancer* balancerOf(const NetworkInterface& interface) const {
        if (interface.kind != InterfaceKind::LoadBalancerNode) return nullptr;
        const auto* balancer = m_advice.architecture.loadBalancers.find(interface.owner);
        return balancer != nullptr ? balancer->get() : nullptr;
    }

    /// Says whether the world gets there by a subnet that is public, though its blocks are not
    /// known: whatever address it gets, the answer is the same.
    [[nodiscard]] bool isOpenAnywhere(const InterfaceNode& node) const {
        const NetworkInterface& interface = *node.interface;
        return interface.exists == Truth::Yes && node.accepts && node.subnet != kNone &&
               interface.kind != InterfaceKind::LoadBalancerNode && node.addresses.empty() &&
               node.publicAddress.has_value() &&
               hasInternetRoute(m_advice.network, node.subnet) == Truth::Yes;
    }

    /// Returns what a subnet's ACL lets the world into, and answers out of.
    [[nodiscard]] TrafficSet letThroughByAcl(SubnetIndex subnet) const {
        const AclIndex acl = m_advice.network.subnets()[subnet].acl;
        if (acl == kNone) return {};
        // An address of the documentation ranges stands for the world.
        const IpAddress anyone = IpAddress::v4(0xCB007101);
        const auto& filters = m_advice.engine.filters();
        const TrafficSet& in = filters.acl(acl, RuleDirection::Ingress, anyone).sure;
        const TrafficSet& out = filters.acl(acl, RuleDirection::Egress, anyone).sure;
        const bool answers = out.ports(kProtocolTcp).overlaps(managedClientPorts());
        return answers ? in : TrafficSet();
    }

    void judge(InterfaceIndex index) {
        const InterfaceNode& node = m_advice.network.interfaces()[index];
        TrafficSet open = m_advice.exposure.letInByGroups(index);
        if (node.listens) open &= *node.listens;
        if (node.subnet != kNone) open &= letThroughByAcl(node.subnet);
        if (const LoadBalancer* balancer = balancerOf(*node.interface)) open &= heardBy(*balancer);
        const PortSet ports = open.ports(kProtocolTcp);
        if (ports == PortSet::all()) {
            note(node, kOpenEveryPort, 1, "every port");
            return;
        }
        if (ports.contains(kSsh)) note(node, kOpenSsh, kSsh, "SSH");
        if (ports.contains(kRemoteDesktop)) {
            note(node, kOpenRemoteDesktop, kRemoteDesktop, "remote desktop");
        }
        for (const NamedPort& admin : kAdminPorts) {
            if (!ports.contains(admin.port)) continue;
            note(node, kOpenAdminPort, admin.port,
                 fmt::format("port {} ({})", admin.port, admin.name));
        }
    }

    /// Returns the ports of a balancer's listeners.
    [[nodiscard]] static TrafficSet heardBy(const LoadBalancer& balancer) {
        TrafficSet heard;
        for (const Listener& listener : balancer.listeners) {
            if (listener.port.isKnown()) heard |= tcp(static_cast<Port>(*listener.port));
        }
        return heard;
    }

    /// Notes that a port is open, under `sure` where the address alone is not known.
    void note(const InterfaceNode& node, const Rule& sure, Port port, std::string what) {
        const auto [group, rule] = widestRule(node, port);
        if (rule == nullptr) return;
        const Rule& broken = node.subnet != kNone ? sure : kPerhapsOpen;
        Entry& entry = m_entries[{broken.code, rule->origin}];
        entry.rule = &broken;
        entry.group = group->name;
        const auto addOnce = [](auto& list, auto item) {
            if (std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
        };
        addOnce(entry.what, std::move(what));
        addOnce(entry.things, namedFor(m_advice.architecture, *node.interface));
        if (!entry.why.empty()) return;
        entry.why = node.subnet != kNone ? node.why.text() : whereabouts(*node.interface);
    }

    /// Returns the rule that lets a TCP port in from the widest block.
    [[nodiscard]] std::pair<const SecurityGroup*, const SecurityGroupRule*> widestRule(
        const InterfaceNode& node, Port port) const {
        std::pair<const SecurityGroup*, const SecurityGroupRule*> widest = {};
        for (const GroupIndex index : node.groups) {
            const SecurityGroup& group = *m_advice.network.groups()[index].group;
            for (const SecurityGroupRule& rule : group.rules) {
                const bool isBlock = rule.direction == RuleDirection::Ingress && rule.cidr &&
                                     rule.cidr->isKnown() &&
                                     trafficOf(rule.match).sure.contains(kProtocolTcp, port);
                if (!isBlock) continue;
                const bool isWider = widest.second == nullptr ||
                                     (*rule.cidr)->length() < (*widest.second->cidr)->length();
                if (isWider) widest = {&group, &rule};
            }
        }
        return widest;
    }

    /// Returns why it isn't known where an interface stands: the parameter, the import.
    [[nodiscard]] std::string whereabouts(const NetworkInterface& interface) const {
        if (!interface.subnet.isKnown()) return interface.subnet.why().text();
        const auto* outside = m_advice.architecture.externals.find(*interface.subnet);
        return outside != nullptr ? (*outside)->why.text()
                                  : std::string("it is outside this design");
    }

    void report(const Origin& origin, const Entry& entry) {
        std::string what;
        for (std::size_t i = 0; i < entry.what.size(); ++i) {
            what += (i == 0 ? "" : i + 1 == entry.what.size() ? " and " : ", ") + entry.what[i];
        }
        const std::string why = entry.why.empty() ? "" : fmt::format(" ({})", entry.why);
        if (entry.rule != &kPerhapsOpen) {
            m_advice.report(
                *entry.rule,
                {origin,
                 fmt::format("the world reaches {} of {} through `{}`, whatever address it gets{}",
                             what, m_advice.quoted(entry.things), entry.group, why),
                 "allow the addresses of those who use it, or take away its public address",
                 {},
                 m_advice.placesOf(entry.things)});
            return;
        }
        m_advice.report(
            kPerhapsOpen,
            {origin,
             fmt::format("the world reaches {} of {} through `{}` if {} public{}", what,
                         m_advice.quoted(entry.things), entry.group,
                         entry.things.size() == 1 ? "its subnet is" : "their subnets are", why),
             "allow the addresses of those who use it, or give what stands there no public address",
             {},
             m_advice.placesOf(entry.things)});
    }

    Advice& m_advice;
    std::map<std::pair<std::string_view, Origin>, Entry> m_entries;
};

/// SG-1, SG-2 and SG-4 through a load balancer: an admin port of the targets behind a listener.
void adviseOnForwarded(Advice& advice) {
    const Endpoint internet = *findEndpoint(advice.network, "internet");
    for (const auto& [id, balancer] : advice.architecture.loadBalancers) {
        if (balancer->exists != Truth::Yes || !balancer->internetFacing.isKnown() ||
            !*balancer->internetFacing || balancer->kind != LoadBalancerKind::Network) {
            continue;
        }
        for (const Listener& listener : balancer->listeners) {
            if (!listener.port.isKnown() || !listener.protocol.isKnown()) continue;
            const auto port = static_cast<Port>(*listener.port);
            const auto* admin = std::ranges::find(kAdminPorts, port, &NamedPort::port);
            const bool shell = port == kSsh || port == kRemoteDesktop;
            if (!shell && admin == kAdminPorts.end()) continue;
            ReachQuestion question;
            question.from = internet;
            question.to.name = balancer->name;
            question.to.interfaces = interfacesOf(advice.network, id);
            question.to.balancer = balancer.get();
            question.protocol = kProtocolTcp;
            question.ports = PortSet({port, port});
            question.family = Family::Ipv4;
            const ReachAnswer answer = reach(advice.engine, question);
            double open = 0;
            for (const Pass& pass : answer.passes) open = std::max(open, roughSize(pass.source));
            if (open * 2 < roughSize(ofFamily(advice.network.internet(), Family::Ipv4))) continue;
            const Rule& rule = port == kSsh ? kOpenSsh
                               : shell      ? kOpenRemoteDesktop
                                            : kOpenAdminPort;
            Trace trace;
            trace.forward = answer.forward;
            trace.reply = answer.reply;
            advice.report(rule, {listener.origin,
                                 fmt::format("the world reaches port {} of the targets of `{}`",
                                             port, balancer->name),
                                 "serve it from inside only, or to the address range that needs it",
                                 evidenceOf(trace)});
        }
    }
}

constexpr Rule kReachableProfile{
    "EC2-5",
    Severity::High,
    "an instance that the internet reaches has an instance profile",
    "who breaks into a machine that the internet reaches has the rights of its role at once",
    "put it behind a load balancer in a private subnet, or give its role no more than it needs",
    "prowler ec2_instance_internet_facing_with_instance_profile"};

/// EC2-5: what the internet reaches on an instance with a profile leads to the profile's rights.
void adviseOnProfiles(Advice& advice) {
    std::map<Origin, std::vector<const Instance*>> byPlace;
    for (const auto& [id, instance] : advice.architecture.instances) {
        if (instance->exists != Truth::Yes || !instance->instanceProfile) continue;
        for (const ThingId interface : instance->interfaces) {
            const InterfaceIndex index = advice.network.interfaces().indexOf(interface);
            if (index == kNone) continue;
            const TrafficSet& world = advice.exposure.of(index).world;
            const PortSet ports = world.ports(kProtocolTcp);
            if (ports.empty()) continue;
            auto& others = byPlace[instance->origin];
            others.push_back(instance.get());
            if (others.size() > 1) break;
            const auto& trace =
                advice.exposure.trace(index, kProtocolTcp, ports.ranges().front().first);
            advice.report(
                kReachableProfile,
                {instance->origin,
                 fmt::format("the world reaches {} on {}, and it has an instance profile",
                             advice.quoted(namedFor(advice.architecture,
                                                    *advice.network.interfaces()[index].interface)),
                             trafficText(TrafficSet::of(kProtocolTcp, ports))),
                 "put it behind a load balancer in a private subnet, or give its role no more than "
                 "it needs",
                 trace ? evidenceOf(*trace) : std::vector<Origin>()});
            break;
        }
    }
}

constexpr Rule kPublicDatabase{
    "RDS-1",
    Severity::Critical,
    "a database is reachable from the internet",
    "everyone may try passwords on the database, and use every weakness of its server",
    "set PubliclyAccessible to false, and let clients in through the VPC",
    "Security Hub RDS.2; checkov CKV_AWS_17"};

/// RDS-1: the database's port answers to some internet address.
void adviseOnPublicDatabases(Advice& advice) {
    for (const auto& [id, database] : advice.architecture.databases) {
        if (database->exists != Truth::Yes || !database->port.isKnown()) continue;
        const auto port = static_cast<Port>(*database->port);
        for (const ThingId interface : database->interfaces) {
            const InterfaceIndex index = advice.network.interfaces().indexOf(interface);
            if (index == kNone) continue;
            const Opening& opening = advice.exposure.orUnlessBlocked(index);
            const AddressSet sources = opening.sources(kProtocolTcp, port);
            if (sources.empty()) continue;
            const auto declared = advice.declared(id);
            Origin origin = database->origin;
            if (declared && declared->property({"PubliclyAccessible"}) != nullptr) {
                origin = declared->origin({"PubliclyAccessible"});
            }
            std::string who = "the world";
            if (!opening.world.contains(kProtocolTcp, port)) {
                const std::string text = addressText(sources);
                who = text.size() < 60 ? text : "part of the internet";
            }
            const auto& trace = advice.exposure.trace(index, kProtocolTcp, port);
            advice.report(kPublicDatabase,
                          {std::move(origin),
                           fmt::format("{} reaches `{}` on port {}{}", who, database->name, port,
                                       unlessBlocked(opening.condition)),
                           "set PubliclyAccessible to false, and let clients in through the VPC",
                           trace ? evidenceOf(*trace) : std::vector<Origin>()});
            break;
        }
    }
}

}  // namespace

std::vector<Where> exposedBy(const Diagnostic& finding) {
    static constexpr std::array kExposures = {&kOpenSsh,       &kOpenRemoteDesktop, &kOpenEveryPort,
                                              &kOpenAdminPort, &kOpenOtherPort,     &kPerhapsOpen};
    std::vector<Where> exposed;
    if (std::ranges::find(kExposures, finding.code.view(), &Rule::code) == kExposures.end()) {
        return exposed;
    }
    constexpr std::size_t kOfResource = 2;  // `Resources.A`.
    for (const Where& place : finding.related) {
        const bool isWhole = place.anchor == Anchor::Value && place.path.size() == kOfResource;
        if (isWhole) exposed.push_back(place);
    }
    return exposed;
}

void adviseOnExposure(Advice& advice) {
    ExposureRules(advice).run();
    PerhapsOpen(advice).run();
    adviseOnForwarded(advice);
    adviseOnProfiles(advice);
    adviseOnPublicDatabases(advice);
}

RuleList exposureAdvice() {
    static constexpr const Rule* kRules[] = {
        &kOpenEveryPort, &kOpenSsh,     &kOpenRemoteDesktop, &kOpenAdminPort,
        &kOpenOtherPort, &kPerhapsOpen, &kReachableProfile,  &kPublicDatabase};
    return kRules;
}

}  // namespace archivolt
