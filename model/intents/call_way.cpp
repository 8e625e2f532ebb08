#include "model/intents/call_way.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/reachability/index/service_address.h"

namespace archivolt {

namespace {

const Value* propertyOf(const EvaluatedDesign& design, const Thing& thing, const char* name) {
    for (const auto& stack : design.stacks) {
        if (stack->source->id != thing.origin.stack) continue;
        const auto resource = stack->find(thing.origin.resource);
        return resource == nullptr ? nullptr : resource->properties().find(name);
    }
    return nullptr;
}

/// Returns a true-or-false property of a thing, `fallback` where the template leaves it out.
Truth truthOf(const EvaluatedDesign& design, const Thing& thing, const char* name, bool fallback) {
    const Value* value = propertyOf(design, thing, name);
    if (value == nullptr || value->isNull()) return fallback ? Truth::Yes : Truth::No;
    const auto truth = value->asBool();
    if (!truth) return Truth::Unknown;
    return *truth ? Truth::Yes : Truth::No;
}

/// Finds the way of calls from one interface.
class WayFinder {
public:
    WayFinder(const Reachability& reachability, const EvaluatedDesign& evaluated,
              InterfaceIndex interface, std::string_view action, std::string_view region)
        : m_reachability(reachability),
          m_network(reachability.network()),
          m_evaluated(evaluated),
          m_interface(interface),
          m_node(m_network.interfaces()[interface]),
          m_service(endpointServiceOf(action)),
          m_region(region) {}

    CallWay find() {
        if (m_node.vpc == kNone) return unknown(m_node.why);
        m_way.vpc = m_network.vpcs()[m_node.vpc].vpc;
        if (m_node.subnet == kNone) return unknown(m_node.why);
        switch (truthOf(m_evaluated, *m_way.vpc, "EnableDnsSupport", true)) {
            case Truth::Yes: break;
            case Truth::No:
                return unknown(
                    fmt::format("names are not resolved by AWS in `{}` (EnableDnsSupport "
                                "is false)",
                                m_way.vpc->name));
            case Truth::Unknown:
                return unknown(fmt::format("whether AWS resolves names in `{}` is not known",
                                           m_way.vpc->name));
        }
        for (const auto& [id, endpoint] : m_network.architecture().endpoints) {
            if (endpoint->kind == EndpointKind::Interface && takesNames(*endpoint)) {
                return byInterfaces(*endpoint);
            }
            if (!m_whyUnknown.empty()) return unknown(m_whyUnknown);
        }
        for (const auto& [id, endpoint] : m_network.architecture().endpoints) {
            if (endpoint->kind == EndpointKind::Gateway && isRoutedTo(*endpoint)) {
                return byGateway(*endpoint);
            }
            if (!m_whyUnknown.empty()) return unknown(m_whyUnknown);
        }
        return byInternet();
    }

private:
    CallWay unknown(const Doubt& why) {
        m_way.open = Truth::Unknown;
        m_way.text = why.empty() ? "where it stands is not known" : why;
        return std::move(m_way);
    }

    /// Says whether an endpoint of the VPC is for the service, in its Region.
    bool serves(const VpcEndpoint& endpoint) {
        if (endpoint.vpc.isKnown() && *endpoint.vpc != m_way.vpc->id) return false;
        if (endpoint.vpc.isKnown() && endpoint.service.isKnown()) {
            return endpoint.service->ends_with(fmt::format(".{}.{}", m_region, m_service));
        }
        m_whyUnknown =
            fmt::format("`{}` may be on the way: {}", endpoint.name,
                        endpoint.vpc.isKnown() ? endpoint.service.why() : endpoint.vpc.why());
        return false;
    }

    /// Says whether the service's names lead to an interface endpoint in its VPC.
    bool takesNames(const VpcEndpoint& endpoint) {
        if (!serves(endpoint)) return false;
        if (endpoint.privateDns.isKnown() && !*endpoint.privateDns) {
            m_byOwnName = &endpoint;
            return false;
        }
        // Source: S3 User Guide, privatelink-interface-endpoints: its private names are for the
        // inbound endpoints of resolvers alone, unless all are to use them.
        const Value* options = propertyOf(m_evaluated, endpoint, "DnsOptions");
        const Value* scope = options != nullptr
                                 ? options->find("PrivateDnsOnlyForInboundResolverEndpoint")
                                 : nullptr;
        const bool all = scope != nullptr && scope->asString() == "AllResolvers";
        if (m_service == "s3" && !all) {
            m_byOwnName = &endpoint;
            return false;
        }
        const Truth hostnames = truthOf(m_evaluated, *m_way.vpc, "EnableDnsHostnames", false);
        if (endpoint.privateDns.isKnown() && hostnames == Truth::Yes) return true;
        if (hostnames == Truth::No) {
            m_whyUnknown = fmt::format(
                "`{}` needs EnableDnsHostnames of `{}` for its private names, and it is off",
                endpoint.name, m_way.vpc->name);
        } else {
            m_whyUnknown =
                fmt::format("whether `{}` has private names is not known", endpoint.name);
        }
        return false;
    }

    bool isRoutedTo(const VpcEndpoint& endpoint) {
        if (!serves(endpoint)) return false;
        const Subnet& subnet = *m_network.subnets()[m_node.subnet].subnet;
        if (!subnet.routeTable.isKnown()) {
            m_whyUnknown = subnet.routeTable.why();
            return false;
        }
        const auto& tables = endpoint.routeTables;
        if (std::ranges::find(tables.ids, *subnet.routeTable) != tables.ids.end()) return true;
        if (!tables.why.empty()) {
            m_whyUnknown = fmt::format("which tables route to `{}`: {}", endpoint.name, tables.why);
        }
        return false;
    }

    [[nodiscard]] ReachQuestion questionTo(Endpoint to) const {
        Endpoint from;
        from.name = m_node.interface->name;
        from.interfaces = {m_interface};
        return {std::move(from), std::move(to), kProtocolTcp, PortSet({443, 443}), Family::Ipv4};
    }

    CallWay byInterfaces(const VpcEndpoint& endpoint) {
        m_way.route = CallRoute::InterfaceEndpoint;
        m_way.endpoint = &endpoint;
        Endpoint to;
        to.name = endpoint.name;
        to.interfaces = interfacesOf(m_network, endpoint.id);
        if (to.interfaces.empty()) {
            return unknown(fmt::format("`{}` stands in no subnet of this design", endpoint.name));
        }
        return judged(questionTo(std::move(to)), fmt::format("endpoint `{}`", endpoint.name));
    }

    CallWay byGateway(const VpcEndpoint& endpoint) {
        m_way.route = CallRoute::GatewayEndpoint;
        m_way.endpoint = &endpoint;
        const auto address = serviceAddress(endpoint);
        if (!address) {
            return unknown(
                fmt::format("`{}` is of no service that has gateway endpoints", endpoint.name));
        }
        Endpoint to;
        to.name = endpoint.name;
        to.services.emplace_back(endpoint.id, *address);
        return judged(questionTo(std::move(to)), fmt::format("endpoint `{}`", endpoint.name));
    }

    CallWay byInternet() {
        Endpoint to;
        to.name = "internet";
        to.outside = m_network.internet();
        CallWay way = judged(questionTo(std::move(to)), "the service's public addresses");
        if (way.open == Truth::No && m_byOwnName != nullptr) {
            way.open = Truth::Unknown;
            way.text = fmt::format(
                "only by the own names of `{}`, since it takes none of the service's: {}",
                m_byOwnName->name, way.text);
        }
        return way;
    }

    CallWay judged(const ReachQuestion& question, const std::string& by) {
        const ReachAnswer answer = reach(m_reachability, question);
        m_way.text = by;
        for (const auto* hops : {&answer.forward, &answer.reply}) {
            for (const Hop& hop : *hops) note(hop);
        }
        switch (answer.verdict) {
            case Verdict::Reachable: m_way.open = Truth::Yes; return std::move(m_way);
            case Verdict::Partial:
                m_way.open = Truth::Unknown;
                m_way.text = fmt::format(
                    "only part of {} is open, and which part the service has "
                    "is not known",
                    by);
                return std::move(m_way);
            case Verdict::Unknown:
                m_way.open = Truth::Unknown;
                m_way.text = answer.notes.empty() ? "it can't be told" : answer.notes.front();
                return std::move(m_way);
            case Verdict::Blocked: break;
        }
        m_way.open = Truth::No;
        m_way.places.clear();
        for (const Blocker& blocker : answer.blockers) m_way.places.push_back(blocker.hop.origin);
        m_way.text = fmt::format("{} can't be reached", by);
        if (!answer.blockers.empty()) m_way.text += ": " + wordsOf(answer.blockers.front());
        return std::move(m_way);
    }

    void note(const Hop& hop) {
        const bool decides = hop.kind == HopKind::SecurityGroup ||
                             hop.kind == HopKind::NetworkAcl || hop.kind == HopKind::RouteTable;
        if (decides) m_way.places.push_back(hop.origin);
    }

    static std::string wordsOf(const Blocker& blocker) {
        std::string text = fmt::format("{} `{}` is in the way ({})", hopKindName(blocker.hop.kind),
                                       blocker.hop.resource, dispositionName(blocker.disposition));
        if (!blocker.hop.rule.empty()) text += fmt::format(", by {}", blocker.hop.rule);
        if (!blocker.hop.why.empty()) text += ": " + blocker.hop.why;
        return text;
    }

    const Reachability& m_reachability;
    const NetworkIndex& m_network;
    const EvaluatedDesign& m_evaluated;
    InterfaceIndex m_interface;
    const InterfaceNode& m_node;
    std::string_view m_service;
    std::string_view m_region;
    const VpcEndpoint* m_byOwnName = nullptr;  ///< One that calls reach by its own names alone.
    Doubt m_whyUnknown;
    CallWay m_way;
};

}  // namespace

std::string_view endpointServiceOf(std::string_view action) {
    struct Named {
        std::string_view prefix;
        std::string_view service;
    };
    static constexpr auto kNamed = std::to_array<Named>({{"cloudwatch", "monitoring"},
                                                         {"ecr", "ecr.api"},
                                                         {"firehose", "kinesis-firehose"},
                                                         {"kinesis", "kinesis-streams"}});
    const std::string_view prefix = action.substr(0, action.find(':'));
    const auto* const found = std::ranges::find(kNamed, prefix, &Named::prefix);
    return found == kNamed.end() ? prefix : found->service;
}

CallWay callWay(const Reachability& reachability, const EvaluatedDesign& evaluated,
                InterfaceIndex interface, std::string_view action, std::string_view region) {
    return WayFinder(reachability, evaluated, interface, action, region).find();
}

}  // namespace archivolt
