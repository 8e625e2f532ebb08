#pragma once

#include <vector>

#include "model/reachability/index/network_index.h"

namespace archivolt {

/// What a route table says about an address: a route, no route, or why it can't be told.
struct RouteAnswer {
    const RouteNode* route = nullptr;
    Doubt why;  ///< Not empty: another route may win, and why.
};

/// Returns the route with the longest prefix that holds `destination`; ties go by rank.
///
/// A route of unknown destination makes the answer uncertain, but for what a local route carries:
/// only NAT gateways, interfaces and endpoints can take that over.
/// Source: Amazon VPC User Guide, VPC_Route_Tables and route-tables-priority.
[[nodiscard]] RouteAnswer lookUpRoute(const TableNode& table, const IpAddress& destination);

/// What a transit gateway's table says about an address.
struct TransitAnswer {
    const TransitTableNode::Entry* entry = nullptr;
    Doubt why;
};

/// Returns the entry with the longest prefix; a static one beats a propagated one.
[[nodiscard]] TransitAnswer lookUpTransitRoute(const TransitTableNode& table,
                                               const IpAddress& destination);

/// Returns an entry and those that share its flows: of VPN attachments that propagate one block.
///
/// Whether the gateway spreads flows over them, as it does unless told not to, or keeps to one of
/// its choice: any may be taken (N89).
/// Source: Transit Gateway Guide, how-transit-gateways-work, equal-cost multipath routing.
[[nodiscard]] std::vector<const TransitTableNode::Entry*> equalEntries(
    const Architecture& things, const TransitTableNode& table, const TransitTableNode::Entry& one);

}  // namespace archivolt
