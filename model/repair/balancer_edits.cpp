#include <fmt/format.h>

#include "model/repair/edit_maker.h"

namespace archivolt {

Result<void> EditMaker::setAttribute(const Home& home, const char* property, const std::string& key,
                                     const std::string& value, std::string& where) {
    const Path listed{"Properties", property};
    const Value item = Value::map({{"Key", Value::string(key)}, {"Value", Value::string(value)}});
    const Value* written = home.resource->properties().find(property);
    if (written == nullptr || written->isNull()) {
        return setWhereItLives(home, listed, Value::list({item}), where);
    }
    const auto list = inlineList(home, property);
    if (!list) {
        return failure(
            kNoEdit,
            fmt::format("`{}` of {} is not a plain list", property, home.resource->logicalId),
            "change it by hand");
    }
    const auto& items = home.stack->body.at(*list)->items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value* named = items[i].find("Key");
        if (named == nullptr || named->asString() != key) continue;
        return setWhereItLives(home, listed / PathStep(i) / PathStep("Value"), Value::string(value),
                               where);
    }
    return apply(SetValue{home.stack->id, *list / PathStep(items.size()), item});
}

/// Source: AWS::ElasticLoadBalancingV2::LoadBalancer, AWS::ElasticLoadBalancing::LoadBalancer,
/// AWS::EC2::TransitGatewayAttachment: a subnet in each zone that is served.
Result<void> EditMaker::change(const AddSubnet& wanted) {
    const Thing* thing = things().find(wanted.thing);
    const auto* zone = things().subnets.find(wanted.subnet);
    if (thing == nullptr || zone == nullptr) {
        return failure(kNoEdit, "the subnet, or what needs it, is not in this design", "");
    }
    const auto home = homeOf(thing->origin, fmt::format("`{}`", thing->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto subnet = reference(wanted.subnet, *home->stack);
    if (!subnet) return tl::make_unexpected(subnet.error());
    auto made = appendNamed(*home, *subnet);
    if (!made) return made;
    done(fmt::format("give {} the subnet {}, so that it serves {}", thing->name, (*zone)->name,
                     (*zone)->zone.valueOr("its zone")));
    return {};
}

/// Source: Network Load Balancer User Guide, edit-target-group-attributes.
Result<void> EditMaker::change(const HideClients& wanted) {
    const Thing* thing = things().find(wanted.group);
    if (thing == nullptr) return failure(kNoEdit, "the target group is not in this design", "");
    const auto home = homeOf(thing->origin, fmt::format("`{}`", thing->name));
    if (!home) return tl::make_unexpected(home.error());
    std::string where;
    auto made =
        setAttribute(*home, "TargetGroupAttributes", "preserve_client_ip.enabled", "false", where);
    if (!made) return made;
    done(fmt::format("let {} show its targets the balancer's address{}", thing->name,
                     where.empty() ? "" : " (at " + where + ")"));
    return {};
}

}  // namespace archivolt
