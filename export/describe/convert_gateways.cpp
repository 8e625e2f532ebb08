#include <algorithm>

#include <fmt/format.h>

#include "export/cloudformation/read_json.h"
#include "export/cloudformation/span_value.h"
#include "export/describe/draft.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

bool isGone(const std::string& state) {
    return state == "deleted" || state == "deleting" || state == "failed" || state == "rejected" ||
           state == "expired";
}

void addAttachment(const Conversion& to, const Described& gateway, const Item& attachment,
                   const char* key) {
    const std::string state = attachment.textOr("State");
    const auto vpc = attachment.text("VpcId");
    if (!vpc || (state != "available" && state != "attached")) return;
    to.drafts
        .add(gateway.place, "AWS::EC2::VPCGatewayAttachment",
             fmt::format("{} at {}", gateway.name, *vpc), attachment)
        .set("VpcId", to.reference(*vpc, gateway.place))
        .set(key, Value::ref(gateway.name));
}

/// Source: AWS CLI, ec2 describe-egress-only-internet-gateways.
void convertEgressOnly(const Conversion& to, const Described& thing) {
    Draft& gateway = to.add(thing);
    for (const Item& attachment : thing.item.objects("Attachments")) {
        const auto vpc = attachment.text("VpcId");
        if (vpc && attachment.textOr("State", "attached") == "attached") {
            gateway.set("VpcId", to.reference(*vpc, thing.place));
            return;
        }
    }
}

/// Source: AWS CLI, ec2 describe-nat-gateways.
void convertNat(const Conversion& to, const Described& thing) {
    if (isGone(thing.item.textOr("State"))) return;
    Draft& gateway = to.add(thing);
    gateway.copy(thing.item, "ConnectivityType").copy(thing.item, "AvailabilityMode");
    to.refer(gateway, thing, "SubnetId");
    if (!thing.item.has("SubnetId")) to.refer(gateway, thing, "VpcId");
    const auto addresses = thing.item.objects("NatGatewayAddresses");
    if (addresses.empty()) return;
    const auto primary = std::ranges::find_if(
        addresses, [](const Item& one) { return one.flag("IsPrimary").value_or(false); });
    const Item& address = primary != addresses.end() ? *primary : addresses.front();
    gateway.copy(address, "PrivateIp", "PrivateIpAddress");
    const auto allocation = address.text("AllocationId");
    const auto publicIp = address.text("PublicIp");
    if (allocation && to.inventory.find(*allocation) != nullptr) {
        gateway.set("AllocationId", to.reference(*allocation, thing.place));
    } else if (publicIp) {
        gateway.note("PublicIp", Value::string(*publicIp));
    }
}

/// Says whether a NAT gateway holds an address by itself.
bool isOfNat(const Conversion& to, const std::string& allocation) {
    return std::ranges::any_of(to.inventory.all("NatGateways"), [&](const Described* nat) {
        const auto own = textsOf(nat->item, "NatGatewayAddresses", "AllocationId");
        return std::ranges::find(own, allocation) != own.end();
    });
}

/// Says whether an address is of another private address of its interface than the first, of which
/// the interface tells.
bool isOfSecondary(const Item& address, const Item& interface) {
    const auto own = address.text("PrivateIpAddress");
    const auto first = interface.text("PrivateIpAddress");
    return own && first && *own != *first;
}

/// Source: AWS CLI, ec2 describe-addresses.
void convertAddress(const Conversion& to, const Described& thing) {
    Draft& address = to.add(thing);
    address.copy(thing.item, "PublicIp", "Address");
    const auto interface = thing.item.text("NetworkInterfaceId");
    const Described* holder = interface ? to.inventory.find(*interface) : nullptr;
    if (holder == nullptr || isOfNat(to, thing.id)) return;
    if (isOfSecondary(thing.item, holder->item)) return;
    to.drafts
        .add(thing.place, "AWS::EC2::EIPAssociation",
             thing.item.textOr("AssociationId", fmt::format("{} use", thing.name)), thing.item)
        .set("AllocationId", Value::ref(thing.name))
        .set("NetworkInterfaceId", to.reference(*interface, thing.place));
}

/// Source: AWS CLI, ec2 describe-vpc-peering-connections.
void convertPeering(const Conversion& to, const Described& thing) {
    Draft& peering = to.add(thing);
    const auto refer = [&](const char* side, const char* key) {
        const Item vpc = thing.item.object(side);
        const auto id = vpc ? vpc.text("VpcId") : std::nullopt;
        if (id) peering.set(key, to.reference(*id, thing.place));
    };
    refer("RequesterVpcInfo", "VpcId");
    refer("AccepterVpcInfo", "PeerVpcId");
    const Item status = thing.item.object("Status");
    if (!status || status.textOr("Code") != "active") {
        peering.note("Inactive", Value::boolean(true));
    }
}

/// A policy is printed as a text of JSON.
Value documentOf(const std::string& text) {
    const SpanReading reading = readJson(text, {}, {});
    if (!reading.complete || reading.tree.root == kNoSpanNode) return Value::string(text);
    return valueOf(reading.tree, reading.tree.root, ValueContext::General);
}

/// Source: AWS CLI, ec2 describe-vpc-endpoints.
void convertEndpoint(const Conversion& to, const Described& thing) {
    std::string state = thing.item.textOr("State");
    if (!state.empty()) state[0] = lowerAscii(state[0]);
    if (isGone(state)) return;
    Draft& endpoint = to.add(thing);
    to.refer(endpoint, thing, "VpcId");
    endpoint.copy(thing.item, "ServiceName").copy(thing.item, "VpcEndpointType");
    endpoint.copy(thing.item, "PrivateDnsEnabled");
    // A gateway endpoint's service is a prefix list of AWS's by its name.
    const std::string service = thing.item.textOr("ServiceName");
    for (const Described* prefixes : to.inventory.all("PrefixLists")) {
        if (prefixes->item.textOr("PrefixListName") != service) continue;
        if (prefixes->place.region != thing.place.region) continue;
        endpoint.note("PrefixList", to.reference(prefixes->id, thing.place));
    }
    const auto list = [&](const std::vector<std::string>& ids, const char* key) {
        if (!ids.empty()) endpoint.set(key, to.references(ids, thing.place));
    };
    list(thing.item.texts("RouteTableIds"), "RouteTableIds");
    list(thing.item.texts("SubnetIds"), "SubnetIds");
    list(textsOf(thing.item, "Groups", "GroupId"), "SecurityGroupIds");
    if (const auto policy = thing.item.text("PolicyDocument")) {
        endpoint.set("PolicyDocument", documentOf(*policy));
    }
}

/// Source: AWS CLI, ec2 describe-vpn-gateways.
void convertVpnGateway(const Conversion& to, const Described& thing) {
    if (isGone(thing.item.textOr("State"))) return;
    Draft& gateway = to.add(thing);
    gateway.copy(thing.item, "Type");
    // NOT MODELLED: Direct Connect virtual interfaces, which no output that is read tells of.
    std::string why = to.inventory.missing("VpnConnections", thing.place);
    if (why.empty()) why = "whether Direct Connect leads to it is not described";
    gateway.unseen("Connections", std::move(why));
    for (const Item& attachment : thing.item.objects("VpcAttachments")) {
        addAttachment(to, thing, attachment, "VpnGatewayId");
    }
}

/// Source: AWS CLI, ec2 describe-vpn-connections.
void convertVpnConnection(const Conversion& to, const Described& thing) {
    if (isGone(thing.item.textOr("State"))) return;
    Draft& connection = to.add(thing);
    connection.copy(thing.item, "Type");
    for (const char* key : {"CustomerGatewayId", "VpnGatewayId", "TransitGatewayId"}) {
        to.refer(connection, thing, key);
    }
    if (const Item options = thing.item.object("Options")) {
        connection.copy(options, "StaticRoutesOnly");
    }
    std::size_t number = 0;
    for (const Item& route : thing.item.objects("Routes")) {
        ++number;
        if (isGone(route.textOr("State"))) continue;
        Draft& draft = to.drafts.add(thing.place, "AWS::EC2::VPNConnectionRoute",
                                     fmt::format("{} route {}", thing.name, number), route);
        draft.set("VpnConnectionId", Value::ref(thing.name)).copy(route, "DestinationCidrBlock");
    }
}

/// Source: AWS CLI, ec2 describe-vpc-block-public-access-options and -exclusions.
void convertPublicAccess(const Conversion& to) {
    std::set<AccountRegion> told;
    for (const Described* thing : to.inventory.all("VpcBlockPublicAccessOptions")) {
        if (!told.insert(thing->place).second) continue;
        Draft& options = to.drafts.add(thing->place, "AWS::EC2::VPCBlockPublicAccessOptions",
                                       "public access", thing->item);
        options.copy(thing->item, "InternetGatewayBlockMode");
        if (thing->item.textOr("InternetGatewayBlockMode") == "off") continue;
        options.unseen("Mode",
                       to.inventory.missing("VpcBlockPublicAccessExclusions", thing->place));
    }
    for (const Described* thing : to.inventory.all("Vpcs")) {
        if (!told.insert(thing->place).second) continue;
        to.drafts
            .add(thing->place, "AWS::EC2::VPCBlockPublicAccessOptions", "public access",
                 thing->item)
            .unseen("Mode", to.inventory.missing("VpcBlockPublicAccessOptions", thing->place));
    }
    for (const Described* thing : to.inventory.all("VpcBlockPublicAccessExclusions")) {
        const std::string state = thing->item.textOr("State");
        const bool isGoing = state.starts_with("delete") || state.starts_with("disable");
        if (isGoing || state == "create-failed") continue;
        Draft& exclusion = to.add(*thing);
        exclusion.copy(thing->item, "InternetGatewayExclusionMode");
        const std::string arn = thing->item.textOr("ResourceArn");
        const std::string id = arn.substr(arn.rfind('/') + 1);
        exclusion.set(id.starts_with("subnet-") ? "SubnetId" : "VpcId",
                      to.reference(id, thing->place));
    }
}

}  // namespace

void convertGateways(const Conversion& to) {
    for (const Described* thing : to.inventory.all("InternetGateways")) {
        to.add(*thing);
        for (const Item& attachment : thing->item.objects("Attachments")) {
            addAttachment(to, *thing, attachment, "InternetGatewayId");
        }
    }
    const auto each = [&](std::string_view key, auto convert) {
        for (const Described* thing : to.inventory.all(key)) convert(to, *thing);
    };
    each("EgressOnlyInternetGateways", convertEgressOnly);
    each("Addresses", convertAddress);
    each("NatGateways", convertNat);
    each("VpcPeeringConnections", convertPeering);
    each("VpcEndpoints", convertEndpoint);
    each("VpnGateways", convertVpnGateway);
    for (const Described* thing : to.inventory.all("CustomerGateways")) {
        to.add(*thing).copy(thing->item, "IpAddress");
    }
    each("VpnConnections", convertVpnConnection);
    convertPublicAccess(to);
}

}  // namespace archivolt
