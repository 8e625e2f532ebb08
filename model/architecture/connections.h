#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/base/doubt.h"
#include "model/net/cidr.h"
#include "model/value/value.h"

namespace archivolt {

struct VpcPeering : Thing {
    Known<ThingId> requester;
    Known<ThingId> accepter;
    Known<bool> active = true;
    friend bool operator==(const VpcPeering&, const VpcPeering&) = default;
};

/// What a transit gateway is attached to.
enum class AttachmentKind : std::uint8_t {
    Vpc,
    Vpn,
    DirectConnect,
    Peering,
    Connect
};

struct TransitGatewayAttachment : Thing {
    AttachmentKind kind = AttachmentKind::Vpc;
    Known<ThingId> transitGateway;
    Known<ThingId> target;  ///< The VPC, VPN connection, or other transit gateway.
    References subnets;     ///< One in each zone that it serves.
    Known<bool> applianceMode = false;
    Known<bool> securityGroupReferencing = false;
    References associatedTables;  ///< The route table its traffic is looked up in (one at most).
    References propagatesTo;      ///< Tables that learn its blocks.
    friend bool operator==(const TransitGatewayAttachment&,
                           const TransitGatewayAttachment&) = default;
};

struct TransitGatewayRoute {
    Known<Cidr> destination;
    bool blackhole = false;
    Known<ThingId> attachment;
    Origin origin;
    std::string name;
    friend bool operator==(const TransitGatewayRoute&, const TransitGatewayRoute&) = default;
};

struct TransitGatewayRouteTable : Thing {
    Known<ThingId> transitGateway;
    std::vector<TransitGatewayRoute> routes;
    Doubt unknownRoutes;  ///< Not empty: why there may be other routes.
    friend bool operator==(const TransitGatewayRouteTable&,
                           const TransitGatewayRouteTable&) = default;
};

struct TransitGateway : Thing {
    Known<bool> defaultAssociation = true;
    Known<bool> defaultPropagation = true;
    Known<bool> securityGroupReferencing = false;
    ThingId defaultRouteTable;
    Doubt attachmentsWhy;  ///< Not empty: why it may have attachments that are not listed.
    friend bool operator==(const TransitGateway&, const TransitGateway&) = default;
};

enum class EndpointKind : std::uint8_t {
    Gateway,
    Interface,
    GatewayLoadBalancer
};

struct VpcEndpoint : Thing {
    EndpointKind kind = EndpointKind::Gateway;
    Known<ThingId> vpc;
    Known<std::string> service;  ///< `com.amazonaws.us-east-1.s3`.
    References routeTables;      ///< Of gateway endpoints.
    References subnets;          ///< Of the others; each has an interface of its own.
    References securityGroups;
    Known<bool> privateDns = true;
    /// Of a service of one's own: the load balancers that answer; absent for other services.
    std::optional<References> balancers;
    std::optional<Value> policy;  ///< Evaluated PolicyDocument; absent: everything is allowed.
    friend bool operator==(const VpcEndpoint&, const VpcEndpoint&) = default;
};

struct VpnGateway : Thing {
    References vpcs;
    Doubt connectionsWhy;  ///< Not empty: why more may be connected to it than is listed.
    friend bool operator==(const VpnGateway&, const VpnGateway&) = default;
};

struct CustomerGateway : Thing {
    Known<IpAddress> address;
    friend bool operator==(const CustomerGateway&, const CustomerGateway&) = default;
};

struct VpnConnection : Thing {
    Known<ThingId> customerGateway;
    std::optional<Known<ThingId>> vpnGateway;
    std::optional<Known<ThingId>> transitGateway;
    Known<bool> staticRoutesOnly = false;
    std::vector<Known<Cidr>> staticRoutes;  ///< The on-premises networks behind it.
    friend bool operator==(const VpnConnection&, const VpnConnection&) = default;
};

}  // namespace archivolt
