#include "model/reachability/questions/vpc_origin.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/reachability/questions/balancer_trace.h"
#include "model/reachability/questions/name_questions.h"
#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

/// What the prefix list `com.amazonaws.global.cloudfront.origin-facing` is called in Regions that
/// templates name it in by its id.
constexpr std::array<std::string_view, 8> kOriginFacing = {
    "pl-3b927c52", "pl-b6a144df", "pl-4ea04527", "pl-82a045eb",
    "pl-4fa04526", "pl-93a247fa", "pl-a3a144ca", "pl-31a34658"};
constexpr std::string_view kOriginFacingName = "com.amazonaws.global.cloudfront.origin-facing";
constexpr std::string_view kServiceGroup = "CloudFront-VPCOrigins-Service-SG";

class VpcOriginAsker {
public:
    VpcOriginAsker(const Reachability& reachability, const ReachQuestion& wanted,
                   const ReachQuestion& origin)
        : m_network(reachability.network()),
          m_filters(reachability.filters()),
          m_wanted(wanted),
          m_origin(origin) {}

    ReachAnswer answer() {
        for (const InterfaceIndex node : m_origin.to.interfaces) {
            for (const auto& range : m_origin.ports.ranges()) judge(node, range.first);
        }
        const std::size_t all = m_good + m_open + m_bad;
        m_answer.verdict = m_good == all ? Verdict::Reachable
                           : m_good > 0  ? Verdict::Partial
                           : m_open > 0  ? Verdict::Unknown
                                         : Verdict::Blocked;
        m_answer.disposition = m_good > 0   ? Disposition::Delivered
                               : m_open > 0 ? Disposition::Unknown
                                            : m_answer.blockers.front().disposition;
        if (m_good == 0 && m_open == 0) m_answer.decidedBy = m_answer.blockers.front().hop;
        m_answer.eachBlocks = all == 1;
        m_answer.notes.insert(
            m_answer.notes.begin(),
            "CloudFront asks a VPC origin by interfaces of its own in the origin's VPC");
        return std::move(m_answer);
    }

private:
    /// What of one node and port is met, and how it ends.
    struct OriginWay {
        Trace trace;
        Truth passes = Truth::Yes;
    };

    void judge(InterfaceIndex index, Port port) {
        const InterfaceNode& node = m_network.interfaces()[index];
        OriginWay way;
        way.trace.forward = nameHops(m_wanted);
        const auto own = node.address(Family::Ipv4);
        if (!own || node.vpc == kNone) {
            leaveOpen(way, "the address of the origin: " + node.why.text());
        } else {
            Packet packet;
            packet.ends = {*own, *own};
            packet.sourcePort = 49152;
            packet.destinationPort = port;
            askGateway(node, way);
            askOriginGroups(node, packet, way);
            askOriginAcls(node, packet, way);
            goOn(index, packet, way);
        }
        take(way, port, own);
    }

    void askGateway(const InterfaceNode& node, OriginWay& way) const {
        const VpcNode& vpc = m_network.vpcs()[node.vpc];
        if (vpc.internetGateway != nullptr) return;
        if (!vpc.vpc->gatewaysWhy.empty()) return leaveOpen(way, vpc.vpc->gatewaysWhy);
        Hop hop = hopAt(*vpc.vpc, HopKind::Vpc, "internet gateway");
        hop.why = "CloudFront asks a VPC origin only where an internet gateway is attached";
        stop(way, Disposition::NoRoute, std::move(hop));
    }

    void askOriginGroups(const InterfaceNode& node, const Packet& packet, OriginWay& way) const {
        const References& carried = node.interface->securityGroups;
        if (carried.ids.empty() && carried.why.empty()) {
            return leaveOpen(way, "what CloudFront does with an origin without groups");
        }
        Doubt open = node.groupsWhy;
        const SecurityGroup* first = nullptr;
        for (const GroupIndex index : node.groups) {
            const SecurityGroup& group = *m_network.groups()[index].group;
            if (first == nullptr) first = &group;
            if (!group.unknownRules.empty()) open = group.unknownRules;
            for (const SecurityGroupRule& rule : group.rules) {
                if (rule.direction != RuleDirection::Ingress) continue;
                const Truth speaks = matches(rule.match, packet.protocol, packet.destinationPort);
                const Truth admits = speaks == Truth::No ? Truth::No : isCloudFront(rule, node);
                if (speaks == Truth::Yes && admits == Truth::Yes) {
                    Hop hop = hopAt(group, HopKind::SecurityGroup, "ingress");
                    hop.rule = rule.name;
                    hop.origin = rule.origin;
                    hop.packet = packet;
                    way.trace.decidedBy = hop;
                    way.trace.forward.push_back(std::move(hop));
                    return;
                }
                if (admits != Truth::No) {
                    open = fmt::format("whether `{}` of `{}` lets CloudFront in", rule.name,
                                       group.name);
                }
            }
        }
        if (!open.empty() || first == nullptr) return leaveOpen(way, open);
        Hop hop = hopAt(*first, HopKind::SecurityGroup, "ingress");
        hop.packet = packet;
        hop.why = fmt::format("no rule of `{}` lets CloudFront in", first->name);
        stop(way, Disposition::DeniedIn, std::move(hop));
    }

    /// Says whether a rule is about the interfaces that CloudFront keeps in a VPC.
    [[nodiscard]] Truth isCloudFront(const SecurityGroupRule& rule,
                                     const InterfaceNode& node) const {
        const auto nameOf = [&](const Known<ThingId>& id) {
            const Thing* thing = id.isKnown() ? m_network.architecture().find(*id) : nullptr;
            return thing != nullptr ? thing->name : std::string();
        };
        if (rule.cidr) {
            if (!rule.cidr->isKnown()) return Truth::Unknown;
            return holdsVpc({**rule.cidr}, node);
        }
        if (rule.group) {
            if (!rule.group->isKnown()) return Truth::Unknown;
            if (nameOf(*rule.group).find(kServiceGroup) != std::string::npos) return Truth::Yes;
            return (**rule.group).isExternal() ? Truth::Unknown : Truth::No;
        }
        if (!rule.prefixList || !rule.prefixList->isKnown()) return Truth::Unknown;
        const std::string name = nameOf(*rule.prefixList);
        const bool isListed = name.find(kOriginFacingName) != std::string::npos ||
                              std::ranges::find(kOriginFacing, name) != kOriginFacing.end();
        if (isListed) return Truth::Yes;
        const auto* list = m_network.architecture().prefixLists.find(**rule.prefixList);
        if (list == nullptr || !(*list)->entries.isKnown()) return Truth::Unknown;
        return holdsVpc(*(*list)->entries, node);
    }

    /// Says whether blocks hold all, some or none of the addresses of an interface's VPC.
    [[nodiscard]] Truth holdsVpc(const std::vector<Cidr>& blocks, const InterfaceNode& node) const {
        const AddressSet own =
            addressesOf(m_network.vpcs()[node.vpc].blocks) & addressesOf(Cidr::all(Family::Ipv4));
        const AddressSet held = own & addressesOf(blocks);
        if (held == own) return Truth::Yes;
        return held.empty() ? Truth::No : Truth::Unknown;
    }

    void askOriginAcls(const InterfaceNode& node, const Packet& packet, OriginWay& way) const {
        const VpcNode& vpc = m_network.vpcs()[node.vpc];
        for (const SubnetIndex other : vpc.subnets) {
            if (other == node.subnet) continue;
            for (const auto& [from, to] : {std::pair(other, node.subnet)}) {
                if (letsThrough(from, to, packet)) continue;
                return leaveOpen(way,
                                 "in which subnet CloudFront's interfaces stand, which ACLs "
                                 "tell apart");
            }
        }
    }

    /// Says whether the ACLs between two subnets surely let a request and its answer through.
    [[nodiscard]] bool letsThrough(SubnetIndex from, SubnetIndex to, const Packet& packet) const {
        const SubnetNode& here = m_network.subnets()[from];
        const SubnetNode& there = m_network.subnets()[to];
        if (here.acl == kNone || there.acl == kNone || here.blocks.empty()) return false;
        const IpAddress client = here.blocks.front().first().plus(10);
        const IpAddress& own = packet.ends.destination;
        const auto lets = [&](AclIndex acl, RuleDirection direction, const IpAddress& remote,
                              Port port) {
            return m_filters.acl(acl, direction, remote).sure.contains(packet.protocol, port);
        };
        const Port back = packet.sourcePort;
        return lets(here.acl, RuleDirection::Egress, own, packet.destinationPort) &&
               lets(there.acl, RuleDirection::Ingress, client, packet.destinationPort) &&
               lets(there.acl, RuleDirection::Egress, client, back) &&
               lets(here.acl, RuleDirection::Ingress, own, back);
    }

    /// Follows a balancer's listener to a target.
    void goOn(InterfaceIndex index, const Packet& packet, OriginWay& way) const {
        if (m_origin.to.balancer == nullptr) return;
        const PassedOn on = BalancerLegs(m_network, m_filters, *m_origin.to.balancer)
                                .passedOn(index, packet.ends.source);
        const bool may = on.traffic.possible.contains(packet.protocol, packet.destinationPort);
        const bool does = on.traffic.sure.contains(packet.protocol, packet.destinationPort);
        TraceQuestion question;
        question.to = {FlowEnd::Kind::Interface, index, {}};
        question.packet = packet;
        const std::size_t before = way.trace.blockers.size();
        BalancerTracer(m_network, m_filters)
            .add(*m_origin.to.balancer, question, {!may, 0, packet.ends.source}, way.trace);
        if (does) {
            way.trace.blockers.resize(before);
        } else if (may) {
            leaveOpen(way, on.unknowns.empty() ? "its targets" : on.unknowns.front());
        } else {
            way.passes = Truth::No;
        }
    }

    [[nodiscard]] static Hop hopAt(const Thing& thing, HopKind kind, const char* step) {
        Hop hop;
        hop.thing = thing.id;
        hop.resource = thing.name;
        hop.kind = kind;
        hop.step = step;
        hop.origin = thing.origin;
        return hop;
    }

    static void stop(OriginWay& way, Disposition disposition, Hop hop) {
        way.passes = Truth::No;
        hop.result = HopResult::Denied;
        way.trace.forward.push_back(hop);
        way.trace.blockers.push_back({disposition, false, std::move(hop)});
    }

    static void leaveOpen(OriginWay& way, const Doubt& why) {
        if (way.passes == Truth::Yes) way.passes = Truth::Unknown;
        way.trace.unknowns.push_back(why.empty() ? "what lets CloudFront in" : why.text());
    }

    void take(OriginWay& way, Port port, const std::optional<IpAddress>& own) {
        const bool isFirst = m_good + m_open + m_bad == 0;
        const bool isBetter = way.passes == Truth::Yes && m_good == 0;
        (way.passes == Truth::Yes ? m_good : way.passes == Truth::Unknown ? m_open : m_bad) += 1;
        if (isFirst || isBetter) {
            m_answer.forward = way.trace.forward;
            m_answer.reply = way.trace.reply;
            m_answer.decidedBy = way.trace.decidedBy;
        }
        if (way.passes == Truth::Yes && own) {
            m_answer.passes.push_back({TrafficSet::of(kProtocolTcp, PortSet({port, port})),
                                       m_wanted.from.outside, addressesOf(Cidr::host(*own)),
                                       PortSet::all()});
        }
        const auto append = [](const auto& from, auto& to) {
            for (const auto& each : from) {
                if (std::ranges::find(to, each) == to.end()) to.push_back(each);
            }
        };
        if (way.passes == Truth::No) append(way.trace.blockers, m_answer.blockers);
        if (way.passes == Truth::Unknown) append(way.trace.unknowns, m_answer.notes);
        append(way.trace.notes, m_answer.notes);
    }

    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
    const ReachQuestion& m_wanted;
    const ReachQuestion& m_origin;
    std::size_t m_good = 0;
    std::size_t m_open = 0;
    std::size_t m_bad = 0;
    ReachAnswer m_answer;
};

}  // namespace

const Distribution* vpcOriginAskerOf(const Architecture& things, ThingId balancer) {
    for (const auto& [id, distribution] : things.distributions) {
        for (const DistributionOrigin& origin : distribution->origins) {
            const bool isIt = origin.thing && origin.thing->isKnown() && **origin.thing == balancer;
            if (isIt && asksVpcOrigin({nullptr, distribution.get(), &origin})) {
                return distribution.get();
            }
        }
    }
    return nullptr;
}

bool asksVpcOrigin(const NameStep& step) {
    const Value* config = originConfig(step);
    return config != nullptr && config->find("VpcOriginConfig") != nullptr;
}

ReachAnswer reachVpcOrigin(const Reachability& reachability, const ReachQuestion& wanted,
                           const ReachQuestion& origin) {
    return VpcOriginAsker(reachability, wanted, origin).answer();
}

}  // namespace archivolt
