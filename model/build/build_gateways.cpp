#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/build/build_attached.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

/// Adds the VPCs that a gateway is attached to; those that say it are in the text's order.
References attachedVpcs(const View& gateway) {
    References vpcs;
    for (const View& source :
         gateway.scope().incoming(gateway.id(), Relation::AttachmentOfGateway)) {
        append(vpcs, unlessUncertain(source, source.thing("VpcId")));
    }
    return vpcs;
}

/// Returns who holds an Elastic IP: what says that it has it, or what the address itself names.
std::optional<Known<ThingId>> holderOf(const View& address) {
    BuildScope& scope = address.scope();
    for (const View& source : scope.incoming(address.id(), Relation::HolderOfAddress)) {
        if (source.type() != "AWS::EC2::EIPAssociation") {
            return unlessUncertain<ThingId>(source, source.id());
        }
        const bool byInterface = source.property("NetworkInterfaceId") != nullptr;
        return unlessUncertain(
            source, byInterface ? source.thing("NetworkInterfaceId") : source.thing("InstanceId"));
    }
    return address.thingIf("InstanceId");
}

/// Returns the endpoint service of one's own that a service's name speaks of, if it does.
std::optional<ThingId> ownService(const View& endpoint, const Value& name) {
    if (name.isCall() && !name.isCall(Function::Ref) && !name.isCall(Function::GetAtt)) {
        return ownService(endpoint, name.argument());
    }
    if (name.isCall()) {
        const Known<ThingId> found = endpoint.reference("ServiceName", name);
        if (found.isKnown() && !found->isExternal() &&
            endpoint.scope().typeOf(*found) == "AWS::EC2::VPCEndpointService") {
            return *found;
        }
        return std::nullopt;
    }
    if (!name.isList()) return std::nullopt;
    for (const Value& item : name.items()) {
        if (auto found = ownService(endpoint, item)) return found;
    }
    return std::nullopt;
}

/// Returns the balancers behind an endpoint's service, where it is not one of AWS's.
/// Source: AWS PrivateLink Guide, create-endpoint-service: `com.amazonaws.vpce.REGION.vpce-svc-…`.
std::optional<References> balancersBehind(const View& endpoint) {
    const Value* name = endpoint.property("ServiceName");
    if (name == nullptr) return std::nullopt;
    References balancers;
    if (const auto service = ownService(endpoint, *name)) {
        const View view = endpoint.scope().view(*service);
        if (view) {
            return view.things("NetworkLoadBalancerArns");
        }
    }
    const Known<std::string> text = endpoint.text("ServiceName");
    if (!text.isKnown() || !text->starts_with("com.amazonaws.vpce.")) return std::nullopt;
    // NOT MODELLED: what answers behind an endpoint service that is outside the design.
    balancers.why = fmt::format("what answers behind `{}` is outside this design", *text);
    return balancers;
}

}  // namespace

void buildInternetGateway(const View& self, Products& out) {
    InternetGateway gateway;
    self.fill(gateway);
    gateway.vpcs = attachedVpcs(self);
    emit(out, std::move(gateway));
}

void buildEgressOnlyInternetGateway(const View& self, Products& out) {
    EgressOnlyInternetGateway gateway;
    self.fill(gateway);
    gateway.vpc = self.thing("VpcId");
    emit(out, std::move(gateway));
}

namespace {

/// Returns why a regional NAT gateway may not serve every zone of its VPC: given zones by hand, it
/// serves these alone. Nothing where these are all that the VPC has subnets in.
/// Source: Amazon VPC User Guide, nat-gateways-regional (N96).
Doubt whyNotEveryZone(const View& gateway, const Known<ThingId>& vpc) {
    const Value* given = gateway.property("AvailabilityZoneAddresses");
    if (given == nullptr || !given->isList() || given->items().empty()) return {};
    const auto isServed = [&](const View& subnet) {
        const Known<std::string> zone = subnet.text("AvailabilityZone");
        return zone.isKnown() && std::ranges::any_of(given->items(), [&](const Value& item) {
                   const Value* own = item.find("AvailabilityZone");
                   return own != nullptr && own->asString() == *zone;
               });
    };
    if (vpc.isKnown() &&
        std::ranges::all_of(gateway.scope().incoming(*vpc, Relation::SubnetOfVpc), isServed)) {
        return {};
    }
    // NOT MODELLED: which senders a regional NAT gateway serves that was given some of its VPC's
    // zones by hand.
    return "it serves only the zones that its AvailabilityZoneAddresses give, and a subnet may "
           "stand in another";
}

}  // namespace

void buildNatGateway(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    NatGateway gateway;
    self.fill(gateway);
    gateway.subnet = self.thing("SubnetId");
    const bool isRegional = self.text("AvailabilityMode", "zonal").valueOr("") == "regional";
    if (isRegional || self.property("SubnetId") == nullptr) {
        gateway.vpc = self.thingIf("VpcId");
    }
    if (isRegional && gateway.vpc) {
        Doubt why = whyNotEveryZone(self, *gateway.vpc);
        if (!why.empty()) gateway.vpc = Known<ThingId>::unknown(std::move(why));
    }
    const Known<std::string> kind = self.text("ConnectivityType", "public");
    gateway.isPublic =
        kind.isKnown() ? Known<bool>(*kind != "private") : Known<bool>::unknown(kind.why());
    for (const char* key : {"AllocationId", "SecondaryAllocationIds"}) {
        append(gateway.elasticIps, self.things(key));
    }
    if (const Value* address = self.property("PrivateIpAddress")) {
        gateway.privateAddress = scope.address(*address, self.stack());
    } else {
        gateway.privateAddress = Known<IpAddress>::unknown("its subnet is not known");
        gateway.privateAddressAssigned = true;
    }
    if (!gateway.elasticIps.ids.empty()) {
        const ThingId first = gateway.elasticIps.ids.front();
        scope.readAddress(first);
        gateway.publicAddress = Known<IpAddress>::unknown("its Elastic IP's address is not known");
    } else if (!gateway.elasticIps.why.empty()) {
        gateway.publicAddress = Known<IpAddress>::unknown(gateway.elasticIps.why);
    } else if (isRegional) {
        gateway.publicAddress = Known<IpAddress>::unknown("no public address is left");
        out.requests.push_back({.pool = publicPool(self.hash(0)),
                                .holder = self.id(),
                                .preference = self.hash(0),
                                .fixed = {},
                                .wantsIpv4 = true});
    }
    if (const Value* observed = self.note("PublicIp")) {
        gateway.publicAddress = scope.address(*observed, self.stack());
    }
    if (!isRegional && observedInterfaces(self).empty()) {
        InterfacePlan plan;
        plan.part = 1;
        plan.suffix = "eni0";
        plan.kind = InterfaceKind::NatGateway;
        plan.owner = self.id();
        plan.subnet = gateway.subnet;
        plan.defaultGroupIfNone = false;
        plan.sourceDestCheck = false;
        if (!gateway.privateAddressAssigned) plan.given = {gateway.privateAddress};
        addInterface(self, std::move(plan), {}, out);
    }
    emit(out, std::move(gateway));
}

void buildElasticIp(const View& self, Products& out) {
    ElasticIp address;
    self.fill(address);
    if (const Value* written = self.property("Address")) {
        address.address = self.scope().address(*written, self.stack());
        address.addressAssigned = false;
        if (address.address.isKnown()) {
            out.requests.push_back({.pool = publicPool(self.hash(0)),
                                    .holder = self.id(),
                                    .preference = self.hash(0),
                                    .fixed = {*address.address}});
        }
    } else {
        address.address = Known<IpAddress>::unknown("no public address is left");
        out.requests.push_back({.pool = publicPool(self.hash(0)),
                                .holder = self.id(),
                                .preference = self.hash(0),
                                .fixed = {},
                                .wantsIpv4 = true});
    }
    address.holder = holderOf(self);
    emit(out, std::move(address));
}

namespace {

/// Reads whose a running interface is, and what it is for.
void readObserved(const View& self, InterfacePlan& plan) {
    plan.defaultGroupIfNone = false;
    const Value* kind = self.note("Kind");
    if (kind != nullptr && plan.kind != InterfaceKind::Instance) {
        plan.kind = interfaceKindOf(kind->asString().value_or(""));
    }
    const References owners =
        self.scope().references(self.note("Owners"), self.stack(), ExpectedTypes());
    if (!plan.owner && !owners.ids.empty()) plan.owner = owners.ids.front();
    const View owner = plan.owner ? self.scope().view(plan.owner) : View();
    const AttachFacts* attach = owner ? attachOf(self.scope(), owner.type()) : nullptr;
    if (attach != nullptr) {
        plan.listens = listensOf(owner, *attach);
    } else if (owner) {
        plan.listens = dataPorts(owner);
    }
}

/// Says of the interface made last whether anything answers behind it.
void setInUse(const View& self, Products& out) {
    const Value* stopped = self.note("Stopped");
    Doubt why = self.unseen("Instance");
    if (stopped == nullptr && why.empty()) return;
    for (AnyThing& thing : out.things) {
        const auto made = thing.as<NetworkInterface>();
        if (made == nullptr) continue;
        NetworkInterface changed = *made;
        changed.inUse = stopped != nullptr ? Known<bool>(false) : Known<bool>::unknown(why);
        thing = std::make_shared<const NetworkInterface>(std::move(changed));
    }
}

}  // namespace

void buildNetworkInterface(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    InterfacePlan plan;
    plan.kind = InterfaceKind::Standalone;
    plan.subnet = self.thing("SubnetId");
    plan.groups = self.things("GroupSet");
    plan.sourceDestCheck = self.boolean("SourceDestCheck", true);
    plan.wantsIpv6 = self.integer("Ipv6AddressCount", 0).valueOr(0) > 0;
    const auto give = [&](const Value* value) {
        if (value != nullptr) plan.given.push_back(scope.address(*value, self.stack()));
    };
    give(self.property("PrivateIpAddress"));
    for (const auto& [list, key] : {std::pair("PrivateIpAddresses", "PrivateIpAddress"),
                                    std::pair("Ipv6Addresses", "Ipv6Address")}) {
        const Value* items = self.property(list);
        if (items == nullptr) continue;
        for (const Value& item : items->items()) give(item.find(key));
    }
    std::vector<ThingId> holders{self.id()};
    for (const View& source : scope.incoming(self.id(), Relation::OwnerOfInterface)) {
        const bool isInstance = source.type() == "AWS::EC2::Instance";
        const Known<ThingId> owner =
            isInstance ? Known<ThingId>(source.id()) : source.thing("InstanceId");
        if (!owner.isKnown() || owner->isExternal()) continue;
        plan.owner = *owner;
        plan.kind = InterfaceKind::Instance;
        // An instance's Elastic IP goes to its primary interface: this one, if it comes first.
        if (isInstance && primaryInterfaceOf(source) == self.id()) holders.push_back(*owner);
        break;
    }
    const bool isObserved = self.stack().observed;
    if (isObserved) readObserved(self, plan);
    addInterface(self, std::move(plan), holders, out);
    if (isObserved) setInUse(self, out);
}

void buildPeering(const View& self, Products& out) {
    VpcPeering peering;
    self.fill(peering);
    peering.requester = self.thing("VpcId");
    peering.accepter = self.thing("PeerVpcId");
    peering.active = self.note("Inactive") == nullptr;
    emit(out, std::move(peering));
}

namespace {

/// Returns that it is not known what endpoints of a resource or a service network answer on;
/// nothing for the other kinds.
std::optional<std::vector<RuleMatch>> latticePorts(const Known<std::string>& kind) {
    const std::string_view word = kind.isKnown() ? std::string_view(*kind) : std::string_view();
    if (word != "Resource" && word != "ServiceNetwork") return std::nullopt;
    // NOT MODELLED: what answers behind an endpoint of a resource or of a service network.
    const auto unknown = Known<std::int32_t>::unknown(
        fmt::format("what answers behind an endpoint of the kind `{}` is not modelled", word));
    RuleMatch match;
    match.fromPort = unknown;
    match.toPort = unknown;
    return std::vector{std::move(match)};
}

}  // namespace

void buildEndpoint(const View& self, Products& out) {
    VpcEndpoint endpoint;
    self.fill(endpoint);
    endpoint.vpc = self.thing("VpcId");
    endpoint.service = self.text("ServiceName");
    endpoint.balancers = balancersBehind(self);
    const Known<std::string> kind = self.text("VpcEndpointType", "Gateway");
    endpoint.kind = kind.valueOr("Interface") == "Gateway"      ? EndpointKind::Gateway
                    : kind.valueOr("") == "GatewayLoadBalancer" ? EndpointKind::GatewayLoadBalancer
                                                                : EndpointKind::Interface;
    endpoint.routeTables = self.things("RouteTableIds");
    endpoint.subnets = self.things("SubnetIds");
    endpoint.securityGroups = self.things("SecurityGroupIds");
    endpoint.privateDns = self.boolean("PrivateDnsEnabled", false);
    if (const Value* policy = self.property("PolicyDocument")) endpoint.policy = *policy;
    if (endpoint.kind == EndpointKind::Gateway) {
        PrefixList list;
        self.fill(list, 1, "prefixes");
        list.entries = Known<std::vector<Cidr>>::unknown(fmt::format(
            "AWS keeps the addresses of `{}`", endpoint.service.valueOr("the service")));
        const References described = self.scope().references(self.note("PrefixList"), self.stack(),
                                                             ExpectedTypes("AWS::EC2::PrefixList"));
        const View prefixes =
            described.ids.empty() ? View() : self.scope().view(described.ids.front());
        if (prefixes) list.entries = entriesOf(prefixes);
        emit(out, std::move(list));
    } else {
        References groups = endpoint.securityGroups;
        const bool hasGroups = endpoint.kind == EndpointKind::Interface;
        const bool isObserved = !observedInterfaces(self).empty();
        const auto listens = latticePorts(kind);
        for (std::size_t i = 0; i < endpoint.subnets.ids.size() && !isObserved; ++i) {
            InterfacePlan plan;
            plan.part = static_cast<std::uint32_t>(i + 1);
            plan.suffix = fmt::format("eni{}", i);
            plan.kind = InterfaceKind::Endpoint;
            plan.owner = self.id();
            plan.subnet = endpoint.subnets.ids[i];
            plan.groups = groups;
            plan.defaultGroupIfNone = hasGroups;
            plan.listens = listens;
            addInterface(self, std::move(plan), {}, out);
        }
    }
    emit(out, std::move(endpoint));
}

void buildVpnGateway(const View& self, Products& out) {
    VpnGateway gateway;
    self.fill(gateway);
    gateway.vpcs = attachedVpcs(self);
    gateway.connectionsWhy = self.unseen("Connections");
    emit(out, std::move(gateway));
}

void buildCustomerGateway(const View& self, Products& out) {
    CustomerGateway gateway;
    self.fill(gateway);
    const Value* address = self.property("IpAddress");
    gateway.address = address != nullptr ? self.scope().address(*address, self.stack())
                                         : Known<IpAddress>::unknown("IpAddress is missing");
    emit(out, std::move(gateway));
}

void buildVpnConnection(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    VpnConnection connection;
    self.fill(connection);
    connection.customerGateway = self.thing("CustomerGatewayId");
    connection.vpnGateway = self.thingIf("VpnGatewayId");
    connection.transitGateway = self.thingIf("TransitGatewayId");
    connection.staticRoutesOnly = self.boolean("StaticRoutesOnly", false);
    for (const View& source : scope.incoming(self.id(), Relation::RouteOfVpn)) {
        connection.staticRoutes.push_back(
            unlessUncertain(source, source.cidr("DestinationCidrBlock")));
    }
    emit(out, std::move(connection));
    addVpnAttachment(self, out);
}

}  // namespace archivolt
