#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "model/reachability/all_pairs.h"

namespace archivolt {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

/// A VPC of 50 subnets with one ACL, one table and 20 groups that name one another in a chain.
class Fleet {
public:
    explicit Fleet(int instances) {
        auto vpc = thing<Vpc>("Vpc");
        vpc.blocks = {*Cidr::parse("10.0.0.0/8")};
        m_vpc = put(m_made.vpcs, std::move(vpc));
        auto table = thing<RouteTable>("Table");
        Route local;
        local.destination = *Cidr::parse("10.0.0.0/8");
        local.targetKind = RouteTargetKind::Local;
        local.target = m_vpc;
        local.name = "local";
        table.routes = {local};
        const ThingId tableId = put(m_made.routeTables, std::move(table));
        const ThingId aclId = growAcl();
        std::vector<ThingId> groups;
        for (int g = 0; g < 20; ++g) groups.push_back(growGroup(g, groups));
        std::vector<ThingId> subnets;
        for (int s = 0; s < 50; ++s) {
            auto subnet = thing<Subnet>(fmt::format("Subnet{}", s));
            subnet.vpc = m_vpc;
            subnet.blocks = {
                Cidr(IpAddress::v4(0x0A000000U + static_cast<unsigned>(s) * 65536U), 16)};
            subnet.routeTable = tableId;
            subnet.networkAcl = aclId;
            subnets.push_back(put(m_made.subnets, std::move(subnet)));
        }
        for (int i = 0; i < instances; ++i) {
            const auto s = static_cast<unsigned>(i) % 50;
            auto interface = thing<NetworkInterface>(fmt::format("Host{}", i));
            interface.kind = InterfaceKind::Instance;
            interface.subnet = subnets[s];
            interface.addresses = {
                IpAddress::v4(0x0A000000U + s * 65536U + 10 + static_cast<unsigned>(i) / 50)};
            interface.securityGroups.ids = {groups[s % 20]};
            put(m_made.interfaces, std::move(interface));
        }
    }
    std::shared_ptr<const Architecture> take() {
        return std::make_shared<const Architecture>(std::move(m_made));
    }

private:
    template <class T>
    T thing(std::string name) {
        T made;
        made.id = ThingId::of(StackId{1}, ResourceId{++m_next});
        made.name = std::move(name);
        return made;
    }
    template <class T>
    ThingId put(Table<T>& table, T made) {
        const ThingId id = made.id;
        table = table.with(id, std::make_shared<const T>(std::move(made)));
        return id;
    }
    ThingId growAcl() {
        auto acl = thing<NetworkAcl>("Acl");
        for (const RuleDirection direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            NetworkAclEntry entry;
            entry.direction = direction;
            entry.number = 100;
            entry.cidr = Cidr::all(Family::Ipv4);
            entry.name = "rule 100";
            acl.entries.push_back(entry);
        }
        return put(m_made.networkAcls, std::move(acl));
    }
    ThingId growGroup(int number, const std::vector<ThingId>& before) {
        auto group = thing<SecurityGroup>(fmt::format("Group{}", number));
        for (std::size_t r = 0; r < 5; ++r) {
            SecurityGroupRule rule;
            rule.match.protocol = kTcp;
            rule.match.fromPort = static_cast<std::int32_t>(1000 + r);
            rule.match.toPort = rule.match.fromPort;
            if (r < before.size()) {
                rule.group = before[before.size() - 1 - r];
            } else {
                rule.cidr = *Cidr::parse("10.1.0.0/16");
            }
            rule.name = fmt::format("rule {}", r);
            group.rules.push_back(rule);
        }
        SecurityGroupRule out;
        out.direction = RuleDirection::Egress;
        out.cidr = Cidr::all(Family::Ipv4);
        group.rules.push_back(out);
        return put(m_made.securityGroups, std::move(group));
    }

    Architecture m_made;
    ThingId m_vpc;
    std::uint32_t m_next = 0;
};

void measure(int instances) {
    const auto architecture = Fleet(instances).take();
    auto since = Clock::now();
    const Reachability reachability(architecture);
    const double build = milliseconds(since);
    since = Clock::now();
    const auto classes = interfaceClasses(reachability);
    std::size_t open = 0;
    std::size_t pairs = 0;
    forEachPair(reachability, classes, {}, [&](const ClassPair& pair) {
        ++pairs;
        open += pair.traffic.sure.empty() ? 0 : 1;
    });
    const double all = milliseconds(since);
    since = Clock::now();
    constexpr int kQueries = 20;
    std::size_t hops = 0;
    for (int i = 0; i < kQueries; ++i) {
        const auto from = findEndpoint(reachability.network(), fmt::format("Host{}", i));
        const auto to =
            findEndpoint(reachability.network(), fmt::format("Host{}", instances - 1 - i));
        ReachQuestion question{*from, *to, kProtocolTcp, PortSet({1000, 1000}), {}};
        hops += reachability.reach(question).forward.size();
    }
    std::printf(
        "%6d instances: index %.2f ms, all pairs %.2f ms (%zu classes, %zu pairs, %zu open), "
        "explained query %.3f ms (%zu hops)\n",
        instances, build, all, classes.size(), pairs, open, milliseconds(since) / kQueries, hops);
}

}  // namespace

}  // namespace archivolt

int main(int argc, char** argv) {
    if (argc > 1) {
        archivolt::measure(std::max(100, std::atoi(argv[1])));
        return 0;
    }
    for (const int instances : {100, 1000, 10000}) archivolt::measure(instances);
    return 0;
}
