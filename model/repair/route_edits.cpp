#include <algorithm>

#include <fmt/format.h>

#include "model/design/references.h"
#include "model/repair/edit_maker.h"

namespace archivolt {

std::string EditMaker::attachmentOf(const Stack& stack, const std::string& gateway) {
    for (const auto& one : stack.body.resources) {
        const bool attaches = one->type() == kGatewayAttachment ||
                              one->type() == "AWS::EC2::TransitGatewayAttachment" ||
                              one->type() == "AWS::EC2::TransitGatewayVpcAttachment";
        if (!attaches) continue;
        bool found = false;
        forEachReference(*one, [&](const Reference& ref) { found = found || ref.name == gateway; });
        if (found) return one->logicalId;
    }
    return {};
}

Result<Value> EditMaker::dependingOn(const std::string& name, const Result<Value>& body) {
    if (name.empty() || !body) return body;
    const auto& entries = body->entries();
    return Value::map({entries[0], {"DependsOn", Value::string(name)}, entries[1]});
}

/// Makes a resource wait for another one, besides those that it waits for already.
Result<void> EditMaker::addDependence(StackId stack, const std::string& name,
                                      const std::string& on) {
    const Path path{"Resources", name, "DependsOn"};
    const Value* written = m_now.stack(stack)->body.at(path);
    if (written == nullptr || written->isNull()) {
        return apply(SetValue{stack, path, Value::string(on)});
    }
    if (written->isList()) {
        return apply(SetValue{stack, path / PathStep(written->items().size()), Value::string(on)});
    }
    return apply(SetValue{stack, path, Value::list({*written, Value::string(on)})});
}

/// An Elastic IP of an instance waits for the internet gateway of its VPC.
/// Source: AWS::EC2::EIP; CloudFormation User Guide, DependsOn attribute.
std::string EditMaker::attachmentOfVpc(const NetworkInterface& interface,
                                       const Stack& stack) const {
    const auto* subnet = things().subnets.find(interface.subnet.valueOr({}));
    if (subnet == nullptr || !(*subnet)->vpc.isKnown()) return {};
    const ThingId vpc = *(*subnet)->vpc;
    for (const auto& [id, gateway] : things().internetGateways) {
        if (std::ranges::count(gateway->vpcs.ids, vpc) == 0) continue;
        const auto named = reference(id, stack);
        if (named) return attachmentOf(stack, named->argument().text());
    }
    // A gateway that was attached by an edit before this one.
    const auto named = reference(vpc, stack);
    if (!named) return {};
    for (const auto& one : m_now.stack(stack.id)->body.resources) {
        if (one->type() == kGatewayAttachment && refers(*one, *named, stack)) return one->logicalId;
    }
    return {};
}

Result<std::string> EditMaker::tableFor(const AddRoute& wanted, const Stack& stack) {
    const auto* table = things().routeTables.find(wanted.table);
    if (table == nullptr) return failure(kNoEdit, "the route table is not in this design", "");
    if (wanted.table.part() == 0) {
        auto own = reference(wanted.table, stack);
        if (!own) return tl::make_unexpected(own.error());
        return own->argument().text();
    }
    // A VPC's main table has no name in a template: the subnet gets a table of its own.
    const auto subnet = reference(wanted.subnet, stack);
    if (!subnet) return tl::make_unexpected(subnet.error());
    const auto vpc = reference((*table)->vpc.valueOr({}), stack);
    if (!vpc) return tl::make_unexpected(vpc.error());
    const std::string subnetName = subnet->argument().text();
    auto& made = m_tables[wanted.table];
    if (made.empty()) {
        made = freshName(stack, subnetName + "Routes");
        const auto body = bodyOf(stack, "AWS::EC2::RouteTable", {{Property::By::Reference, *vpc}});
        if (auto added = addResource(stack.id, made, body, subnetName); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    const auto now = m_now.stack(stack.id);
    const bool associated = std::ranges::any_of(now->body.resources, [&](const auto& one) {
        if (one->type() != "AWS::EC2::SubnetRouteTableAssociation") return false;
        bool names = false;
        forEachReference(*one, [&](const Reference& ref) { names = names || ref.name == made; });
        return names && refers(*one, *subnet, stack);
    });
    if (!associated) {
        auto tied = addResource(stack.id, freshName(stack, subnetName + "RoutesAssociation"),
                                bodyOf(stack, "AWS::EC2::SubnetRouteTableAssociation",
                                       {{Property::By::Reference, Value::ref(made)},
                                        {Property::By::Reference, *subnet}}),
                                made);
        if (!tied) return tl::make_unexpected(tied.error());
    }
    return made;
}

Result<void> EditMaker::change(const AddRoute& wanted) {
    const Thing* owner = things().find(wanted.table);
    if (owner == nullptr) return failure(kNoEdit, "the route table is not in this design", "");
    // A main table is its VPC's; what stands in for it belongs to the subnet's stack.
    const Thing* subnet = wanted.table.part() == 0 ? nullptr : things().find(wanted.subnet);
    const Thing* place = subnet != nullptr ? subnet : owner;
    const auto home = homeOf(place->origin, fmt::format("`{}`", place->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto target = reference(wanted.target, *home->stack);
    if (!target) return tl::make_unexpected(target.error());
    const auto table = tableFor(wanted, *home->stack);
    if (!table) return tl::make_unexpected(table.error());
    const std::string what =
        fmt::format("{} → {}", wanted.destination.toString(), nameOf(wanted.target));
    const bool own = wanted.table.part() != 0;
    if (m_routes.emplace(*table, wanted.destination).second) {
        const bool six = wanted.destination.family() == Family::Ipv6;
        auto body = bodyOf(*home->stack, "AWS::EC2::Route",
                           {{Property::By::Owner, Value::ref(*table)},
                            {six ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock",
                             blockValue(wanted.destination, wanted.blockOf, *home->stack)},
                            {Property::By::Reference, *target}});
        body = dependingOn(attachmentOf(*home->stack, target->argument().text()), body);
        const std::string name =
            freshName(*home->stack, fmt::format("{}To{}", *table, nameOf(wanted.target)));
        auto made = addResource(home->stack->id, name, body, *table);
        if (!made) return made;
    }
    done(own ? fmt::format("give {} the route table {} with a route {}", nameOf(wanted.subnet),
                           *table, what)
             : fmt::format("add a route {} to {}", what, owner->name));
    return {};
}

Result<void> EditMaker::change(const RemoveRoute& wanted) {
    if (!wanted.origin.property.empty()) {
        return failure(kNoEdit,
                       fmt::format("the route `{}` comes with something else", wanted.route),
                       "change that by hand");
    }
    auto made = removeOrigin(wanted.origin, "AWS::EC2::Route AWS::EC2::VPNConnectionRoute",
                             fmt::format("`{}`", wanted.route));
    if (made) done(fmt::format("remove the route `{}`", wanted.route));
    return made;
}

Result<void> EditMaker::change(const PointRoute& wanted) {
    const auto home = homeOf(wanted.origin, fmt::format("`{}`", wanted.route));
    if (!home) return tl::make_unexpected(home.error());
    if (home->resource->type() != "AWS::EC2::Route") {
        return failure(kNoEdit,
                       fmt::format("the route `{}` comes with something else", wanted.route),
                       "change that by hand");
    }
    const auto target = reference(wanted.target, *home->stack);
    if (!target) return tl::make_unexpected(target.error());
    const auto property = referring("AWS::EC2::Route", *target, *home->stack);
    if (!property) return tl::make_unexpected(property.error());
    const Path path = Path{"Properties", std::string(property->name)};
    if (home->resource->body.at(path) == nullptr) {
        return failure(kNoEdit, fmt::format("`{}` leads to another kind of gateway", wanted.route),
                       "change that by hand");
    }
    std::string where;
    auto made = setWhereItLives(*home, path, *target, where);
    if (!made) return made;
    const std::string& name = home->resource->logicalId;
    const std::string attachment = attachmentOf(*home->stack, target->argument().text());
    if (!attachment.empty()) {
        auto waits = addDependence(home->stack->id, name, attachment);
        if (!waits) return waits;
    }
    done(fmt::format("lead the route {} to {}{}", name, nameOf(wanted.target),
                     where.empty() ? "" : " (at " + where + ")"));
    return {};
}

Result<void> EditMaker::change(const AttachInternetGateway& wanted) {
    const Thing* vpc = things().find(wanted.vpc);
    if (vpc == nullptr) return failure(kNoEdit, "the VPC is not in this design", "");
    const auto home = homeOf(vpc->origin, fmt::format("`{}`", vpc->name));
    if (!home) return tl::make_unexpected(home.error());
    const std::string& vpcName = home->resource->logicalId;
    Value gateway;
    if (wanted.gateway) {
        const auto named = reference(wanted.gateway, *home->stack);
        if (!named) return tl::make_unexpected(named.error());
        gateway = *named;
    } else {
        const std::string name = freshName(*home->stack, vpcName + "Gateway");
        auto made = addResource(home->stack->id, name,
                                Value::map({{"Type", Value::string("AWS::EC2::InternetGateway")}}),
                                vpcName);
        if (!made) return made;
        gateway = Value::ref(name);
    }
    const std::string gatewayName = gateway.argument().text();
    const std::string attachment = freshName(*home->stack, gatewayName + "Attachment");
    auto tied = addResource(home->stack->id, attachment,
                            bodyOf(*home->stack, kGatewayAttachment,
                                   {{Property::By::Reference, Value::ref(vpcName)},
                                    {Property::By::Reference, gateway}}),
                            gatewayName);
    if (!tied) return tied;
    for (const std::string& waiting : waitingFor(*m_now.stack(home->stack->id), gatewayName)) {
        auto made = addDependence(home->stack->id, waiting, attachment);
        if (!made) return made;
    }
    done(fmt::format("attach {} to {}",
                     wanted.gateway ? gatewayName : "a new internet gateway, " + gatewayName + ",",
                     vpc->name));
    return {};
}

Result<void> EditMaker::change(const StopSourceDestCheck& wanted) {
    const auto* interface = things().interfaces.find(wanted.interface);
    if (interface == nullptr) return failure(kNoEdit, "the interface is not in this design", "");
    const auto home = homeOf((*interface)->origin, fmt::format("`{}`", (*interface)->name));
    if (!home) return tl::make_unexpected(home.error());
    const std::string& type = home->resource->type();
    if (type != "AWS::EC2::Instance" && type != "AWS::EC2::NetworkInterface") {
        return failure(kNoEdit,
                       fmt::format("the source/destination check of `{}` can't be switched off",
                                   (*interface)->name),
                       "");
    }
    std::string where;
    auto made =
        setWhereItLives(*home, Path{"Properties", "SourceDestCheck"}, Value::boolean(false), where);
    if (!made) return made;
    done(fmt::format("switch off the source/destination check of {}{}", home->resource->logicalId,
                     where.empty() ? "" : " (at " + where + ")"));
    return {};
}

Result<void> EditMaker::change(const UseTable& wanted) {
    const Thing* subnet = things().find(wanted.subnet);
    if (subnet == nullptr) return failure(kNoEdit, "the subnet is not in this design", "");
    const auto home = homeOf(subnet->origin, fmt::format("`{}`", subnet->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto table = reference(wanted.table, *home->stack);
    if (!table) return tl::make_unexpected(table.error());
    const std::string& name = home->resource->logicalId;
    const std::string tableName = nameOf(wanted.table);
    auto tied = addResource(
        home->stack->id, freshName(*home->stack, name + "RoutesAssociation"),
        bodyOf(*home->stack, "AWS::EC2::SubnetRouteTableAssociation",
               {{Property::By::Reference, *table}, {Property::By::Reference, Value::ref(name)}}),
        table->argument().text());
    if (!tied) return tied;
    done(fmt::format("associate {} with the route table {}, which has the route", name, tableName));
    return {};
}

Result<void> EditMaker::associateFleet(const Home& home, const NetworkInterface& interface) {
    const auto* group =
        things().autoScalingGroups.find(ThingId::of(home.stack->id, home.resource->id));
    const ThingId launch = group != nullptr && (*group)->launchTemplate
                               ? (*group)->launchTemplate->valueOr({})
                               : ThingId();
    const Thing* launched = things().find(launch);
    std::string where;
    if (launched != nullptr) {
        const auto from = homeOf(launched->origin, fmt::format("`{}`", launched->name));
        const Path listed{"Properties", "LaunchTemplateData", "NetworkInterfaces", std::size_t{0}};
        if (from && from->resource->body.at(listed) != nullptr) {
            auto made = setWhereItLives(*from, listed / PathStep("AssociatePublicIpAddress"),
                                        Value::boolean(true), where);
            if (!made) return made;
            done(fmt::format("give what {} starts public addresses{}", launched->name,
                             where.empty() ? "" : " (at " + where + ")"));
            return {};
        }
    }
    const Thing* subnet = things().find(interface.subnet.valueOr({}));
    if (subnet == nullptr) return failure(kNoEdit, "the fleet's subnet is not in this design", "");
    const auto place = homeOf(subnet->origin, fmt::format("`{}`", subnet->name));
    if (!place) return tl::make_unexpected(place.error());
    auto made = setWhereItLives(*place, Path{"Properties", "MapPublicIpOnLaunch"},
                                Value::boolean(true), where);
    if (!made) return made;
    done(fmt::format("give what starts in {} public addresses{}", subnet->name,
                     where.empty() ? "" : " (at " + where + ")"));
    return {};
}

Result<void> EditMaker::change(const GivePublicAddress& wanted) {
    const auto* found = things().interfaces.find(wanted.interface);
    if (found == nullptr) return failure(kNoEdit, "the interface is not in this design", "");
    const NetworkInterface& interface = **found;
    const auto home = homeOf(interface.origin, fmt::format("`{}`", interface.name));
    if (!home) return tl::make_unexpected(home.error());
    const std::string& type = home->resource->type();
    const std::string& name = home->resource->logicalId;
    if (type == "AWS::AutoScaling::AutoScalingGroup") return associateFleet(*home, interface);
    const auto set = [&](const Path& path, const Value& value, const char* what) -> Result<void> {
        std::string where;
        auto made = setWhereItLives(*home, path, value, where);
        if (!made) return made;
        done(fmt::format("make {} {}{}", name, what, where.empty() ? "" : " (at " + where + ")"));
        return {};
    };
    if (type == "AWS::RDS::DBInstance") {
        return set(Path{"Properties", "PubliclyAccessible"}, Value::boolean(true),
                   "publicly accessible");
    }
    if (type == "AWS::ElasticLoadBalancingV2::LoadBalancer" ||
        type == "AWS::ElasticLoadBalancing::LoadBalancer") {
        return set(Path{"Properties", "Scheme"}, Value::string("internet-facing"),
                   "internet-facing");
    }
    if (type == "AWS::ECS::Service") {
        return set(
            Path{"Properties", "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"},
            Value::string("ENABLED"), "take public addresses");
    }
    const bool listed = type == "AWS::EC2::Instance" && interface.origin.property.size() > 1;
    if (listed) {
        return set(interface.origin.property / PathStep("AssociatePublicIpAddress"),
                   Value::boolean(true), "take a public address");
    }
    if (type != "AWS::EC2::Instance" && type != "AWS::EC2::NetworkInterface") {
        return failure(
            kNoEdit,
            fmt::format("`{}` can't have a public address: to get out it has to stand in "
                        "a subnet whose route table leads to a NAT gateway",
                        interface.name),
            "");
    }
    const std::string address = freshName(*home->stack, name + "Address");
    std::vector<Property> properties = {{"Domain", Value::string("vpc")}};
    if (type == "AWS::EC2::Instance") {
        properties.emplace_back(Property::By::Reference, Value::ref(name));
    }
    auto made = addResource(home->stack->id, address,
                            dependingOn(attachmentOfVpc(interface, *home->stack),
                                        bodyOf(*home->stack, "AWS::EC2::EIP", properties)),
                            name);
    if (made && type == "AWS::EC2::NetworkInterface") {
        made = addResource(home->stack->id, freshName(*home->stack, address + "Association"),
                           bodyOf(*home->stack, "AWS::EC2::EIPAssociation",
                                  {{Property::By::Reference, Value::ref(address)},
                                   {Property::By::Reference, Value::ref(name)}}),
                           address);
    }
    if (!made) return made;
    done(fmt::format("give {} the elastic address {}", name, address));
    return {};
}

}  // namespace archivolt
