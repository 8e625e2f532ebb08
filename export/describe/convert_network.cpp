#include <array>

#include <fmt/format.h>

#include "export/describe/draft.h"

namespace archivolt {

namespace {

bool isAssociated(const Item& association, std::string_view key) {
    const Item state = association.object(key);
    return !state || state.textOr("State", "associated") == "associated";
}

/// Source: AWS CLI, ec2 describe-vpcs.
void convertVpc(const Conversion& to, const Described& thing) {
    Draft& vpc = to.add(thing);
    vpc.copy(thing.item, "CidrBlock");
    vpc.unseen("RouteTables", to.inventory.missing("RouteTables", thing.place));
    vpc.unseen("NetworkAcls", to.inventory.missing("NetworkAcls", thing.place));
    vpc.unseen("Gateways", to.inventory.missing("InternetGateways", thing.place));
    const std::string primary = thing.item.textOr("CidrBlock");
    const auto addBlock = [&](const Item& association, const char* key, const char* state) {
        const auto block = association.text(key);
        if (!block || *block == primary || !isAssociated(association, state)) return;
        to.drafts
            .add(thing.place, "AWS::EC2::VPCCidrBlock",
                 association.textOr("AssociationId", fmt::format("{} block", thing.name)),
                 association)
            .set("VpcId", Value::ref(thing.name))
            .set(key, Value::string(*block));
    };
    for (const Item& one : thing.item.objects("CidrBlockAssociationSet")) {
        addBlock(one, "CidrBlock", "CidrBlockState");
    }
    for (const Item& one : thing.item.objects("Ipv6CidrBlockAssociationSet")) {
        addBlock(one, "Ipv6CidrBlock", "Ipv6CidrBlockState");
    }
}

/// By subnet, which interface or endpoint was given a prefix of its addresses.
using PrefixHolders = std::map<std::string, std::string, std::less<>>;

/// Source: AWS CLI, ec2 describe-network-interfaces, describe-instances, describe-vpc-endpoints.
PrefixHolders prefixHolders(const Inventory& inventory) {
    PrefixHolders holders;
    const auto add = [&](const Item& from, const std::string& holder) {
        const auto subnet = from.text("SubnetId");
        const bool holds =
            !from.objects("Ipv4Prefixes").empty() || !from.objects("Ipv6Prefixes").empty();
        if (subnet && holds) holders.emplace(*subnet, holder);
    };
    for (const Described* interface : inventory.all("NetworkInterfaces")) {
        add(interface->item, interface->id);
    }
    for (const Described* instance : inventory.all("Reservations")) {
        for (const Item& interface : instance->item.objects("NetworkInterfaces")) {
            add(interface, interface.textOr("NetworkInterfaceId", instance->id));
        }
    }
    for (const Described* endpoint : inventory.all("VpcEndpoints")) {
        for (const char* list : {"Ipv4Prefixes", "Ipv6Prefixes"}) {
            for (const Item& one : endpoint->item.objects(list)) {
                if (const auto subnet = one.text("SubnetId"))
                    holders.emplace(*subnet, endpoint->id);
            }
        }
    }
    return holders;
}

/// Source: AWS CLI, ec2 describe-subnets.
void convertSubnet(const Conversion& to, const Described& thing, const PrefixHolders& prefixes) {
    Draft& subnet = to.add(thing);
    to.refer(subnet, thing, "VpcId");
    subnet.copy(thing.item, "CidrBlock").copy(thing.item, "AvailabilityZone");
    subnet.copy(thing.item, "MapPublicIpOnLaunch");
    subnet.copy(thing.item, "AssignIpv6AddressOnCreation");
    for (const Item& one : thing.item.objects("Ipv6CidrBlockAssociationSet")) {
        if (!isAssociated(one, "Ipv6CidrBlockState")) continue;
        subnet.copy(one, "Ipv6CidrBlock");
        break;
    }
    if (const auto treatment = thing.item.text("NetworkFirewallConnectivityType")) {
        subnet.note("FirewallConnectivity", Value::string(*treatment));
    }
    std::string why = to.inventory.missing("NetworkInterfaces", thing.place);
    const auto holder = prefixes.find(thing.id);
    if (why.empty() && holder != prefixes.end()) {
        // NOT MODELLED: which addresses of a prefix that an interface was given are in use.
        why = fmt::format("`{}` was given a prefix of its addresses", holder->second);
    }
    subnet.unseen("Interfaces", std::move(why));
}

/// Where a route leads: what the CLI calls it, and the property that says so.
constexpr auto kRouteTargets = std::to_array<std::string_view>(
    {"NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "EgressOnlyInternetGatewayId",
     "NetworkInterfaceId", "CarrierGatewayId", "LocalGatewayId", "CoreNetworkArn"});

void setRouteTarget(const Conversion& to, const Described& table, const Item& route, Draft& draft) {
    const AccountRegion& place = table.place;
    for (const std::string_view key : kRouteTargets) {
        const auto id = route.text(key);
        if (!id || id->empty()) continue;
        draft.set(std::string(key), to.reference(*id, place));
        return;
    }
    const std::string gateway = route.textOr("GatewayId");
    if (gateway == "local") {
        draft.set("GatewayId", Value::string("local"));
    } else if (gateway.starts_with("vpce-") && !route.has("DestinationPrefixListId")) {
        draft.set("VpcEndpointId", to.reference(gateway, place));
    } else if (!gateway.empty()) {
        draft.set("GatewayId", to.reference(gateway, place));
    } else if (const auto instance = route.text("InstanceId")) {
        draft.set("InstanceId", to.reference(*instance, place));
    }
}

void addRoute(const Conversion& to, const Described& table, const Item& route, std::size_t number) {
    const std::string gateway = route.textOr("GatewayId");
    // A gateway endpoint says itself which tables lead to it.
    const bool isEndpoint = gateway.starts_with("vpce-") && route.has("DestinationPrefixListId");
    if (isEndpoint && to.inventory.find(gateway) != nullptr) return;
    Draft& draft = to.drafts.add(table.place, "AWS::EC2::Route",
                                 fmt::format("{} route {}", table.name, number), route);
    draft.set("RouteTableId", Value::ref(table.name));
    draft.copy(route, "DestinationCidrBlock").copy(route, "DestinationIpv6CidrBlock");
    if (const auto list = route.text("DestinationPrefixListId")) {
        draft.set("DestinationPrefixListId", to.reference(*list, table.place));
    }
    setRouteTarget(to, table, route, draft);
    if (const auto network = route.text("OdbNetworkArn")) {
        draft.unseen("Target", fmt::format("`{}` is a network of Oracle Database@AWS, which is not "
                                           "modelled",
                                           *network));
    }
    if (route.textOr("State") == "blackhole") draft.note("Blackhole", Value::boolean(true));
    if (route.textOr("Origin") == "EnableVgwRoutePropagation") {
        draft.note("Propagated", Value::boolean(true));
    }
}

/// Source: AWS CLI, ec2 describe-route-tables.
void convertRouteTable(const Conversion& to, const Described& thing) {
    Draft& table = to.add(thing);
    to.refer(table, thing, "VpcId");
    for (const Item& association : thing.item.objects("Associations")) {
        const Item state = association.object("AssociationState");
        if (state && state.textOr("State", "associated") != "associated") continue;
        if (association.flag("Main").value_or(false)) {
            table.note("Default", Value::boolean(true));
            continue;
        }
        const auto subnet = association.text("SubnetId");
        const auto gateway = association.text("GatewayId");
        if (!subnet && !gateway) continue;
        Draft& made = to.drafts.add(
            thing.place,
            subnet ? "AWS::EC2::SubnetRouteTableAssociation"
                   : "AWS::EC2::GatewayRouteTableAssociation",
            association.textOr("RouteTableAssociationId", fmt::format("{} use", thing.name)),
            association);
        made.set("RouteTableId", Value::ref(thing.name));
        made.set(subnet ? "SubnetId" : "GatewayId",
                 to.reference(subnet ? *subnet : *gateway, thing.place));
    }
    std::size_t number = 0;
    for (const Item& route : thing.item.objects("Routes")) addRoute(to, thing, route, ++number);
}

/// Source: AWS CLI, ec2 describe-managed-prefix-lists, describe-prefix-lists and
/// get-managed-prefix-list-entries.
void convertPrefixList(const Conversion& to, const Described& thing) {
    Draft& list = to.add(thing);
    list.copy(thing.item, "PrefixListName").copy(thing.item, "AddressFamily");
    list.copy(thing.item, "MaxEntries");
    std::vector<Value> entries;
    const auto add = [&](const std::string& block) {
        entries.push_back(Value::map({{"Cidr", Value::string(block)}}));
    };
    if (thing.item.has("Cidrs")) {
        for (const std::string& block : thing.item.texts("Cidrs")) add(block);
    } else {
        for (const Output* output : to.inventory.about("Entries", thing)) {
            for (const Item& entry : output->items) {
                if (const auto block = entry.text("Cidr")) add(*block);
            }
        }
        list.unseen("Entries", to.inventory.missingAbout("Entries", thing));
    }
    list.set("Entries", Value::list(std::move(entries)));
}

}  // namespace

void convertNetwork(const Conversion& to) {
    for (const Described* thing : to.inventory.all("Vpcs")) convertVpc(to, *thing);
    const PrefixHolders prefixes = prefixHolders(to.inventory);
    for (const Described* thing : to.inventory.all("Subnets")) convertSubnet(to, *thing, prefixes);
    for (const Described* thing : to.inventory.all("RouteTables")) convertRouteTable(to, *thing);
    for (const Described* thing : to.inventory.all("PrefixLists")) convertPrefixList(to, *thing);
}

}  // namespace archivolt
