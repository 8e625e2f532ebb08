#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/doubt.h"
#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/reachability/index/name_way.h"
#include "model/reachability/index/network_index.h"

namespace archivolt {

/// One end of a reachability question: interfaces of the design, or addresses outside.
struct Endpoint {
    std::string name;                        ///< As asked.
    std::vector<InterfaceIndex> interfaces;  ///< Ascending.
    AddressSet outside;                      ///< Addresses of the internet; none for the rest.
    /// An address of the design asked by number; the only one that counts.
    std::optional<IpAddress> address;
    /// On-premises networks, each behind a VPN connection.
    std::vector<std::pair<ThingId, AddressSet>> onPremises;
    std::vector<std::pair<ThingId, IpAddress>> services;  ///< Gateway endpoints: what they lead to.
    const LoadBalancer* balancer =
        nullptr;                ///< The load balancer that the interfaces are nodes of.
    std::vector<NameStep> via;  ///< The records and distributions that the name leads through.
    /// The endpoint, of a service of one's own, that the interfaces are of.
    const VpcEndpoint* door = nullptr;
    /// The name gives public addresses to clients inside the VPC too: an internet-facing load
    /// balancer's does (N77).
    bool publicName = false;
    /// Where a name may lead, each way an end of its own, where it has several; this end then
    /// stands for all of them and has nothing else.
    std::vector<Endpoint> ways;
    std::vector<std::string> notes;  ///< What was assumed to find it.
    Doubt why;  ///< Not empty: why there may be other interfaces, or why there is none.
};

/// Finds an end by its text: `internet`, `internet:ADDRESS`, an address, a logical id,
/// `stack/id` where that is ambiguous, an AWS id, or an ARN that ends in one of these names; the
/// name of a record in DNS; the tag `Name` of one thing with an address, else the GroupName of one
/// security group. A record, zone or distribution stands for what it leads to.
///
/// Fails where nothing or more than one thing has the name, or what has it has no address.
[[nodiscard]] Result<Endpoint> findEndpoint(const NetworkIndex& network, std::string_view text);

/// Returns the load balancer that an interface is a node of, or null pointer: whichever of its
/// addresses is asked, it answers on its listeners' ports alone (N75).
[[nodiscard]] const LoadBalancer* balancerAt(const NetworkIndex& network, InterfaceIndex interface);

/// Returns the endpoint, of a service that is not AWS's, that an interface is of, or null pointer.
[[nodiscard]] const VpcEndpoint* doorAt(const NetworkIndex& network, InterfaceIndex interface);

/// Says of an end that is no load balancer by name whether its interfaces are all nodes of one, or
/// all of one endpoint of a service of one's own.
void setWhatAnswers(const NetworkIndex& network, Endpoint& endpoint);

/// Returns the interfaces of a thing: its own, those of its members, those that it holds.
[[nodiscard]] std::vector<InterfaceIndex> interfacesOf(const NetworkIndex& network, ThingId thing);

/// Why a text names no end of a question.
[[nodiscard]] RuleList endpointRules();

}  // namespace archivolt
