#include "model/lint/zone_facts.h"

#include "model/architecture/network.h"

namespace archivolt {

namespace {

bool mentionsZoneList(const Value& value) {
    if (value.isCall()) return value.isCall(Function::GetAZs) || mentionsZoneList(value.argument());
    for (const Value& item : value.items()) {
        if (mentionsZoneList(item)) return true;
    }
    for (const MapEntry& entry : value.entries()) {
        if (mentionsZoneList(entry.value)) return true;
    }
    return false;
}

std::shared_ptr<const Resource> resourceOf(const StackLint& lint, const Origin& origin) {
    if (origin.stack == lint.stack.id) return lint.stack.body.resources.find(origin.resource);
    const auto stack = lint.design.stack(origin.stack);
    return stack ? stack->body.resources.find(origin.resource) : nullptr;
}

}  // namespace

std::optional<ZoneFact> zoneOf(const StackLint& lint, const Subnet& subnet) {
    if (subnet.zoneAssigned || !subnet.zone.isKnown() || subnet.zone->empty()) return std::nullopt;
    const auto source = resourceOf(lint, subnet.origin);
    const Value* written = source ? source->properties().find("AvailabilityZone") : nullptr;
    if (written == nullptr) return std::nullopt;
    return ZoneFact{*subnet.zone, mentionsZoneList(*written)};
}

std::optional<ZoneFact> zoneNamed(const EvaluatedResource& resource, std::string_view property) {
    const Value* evaluated = resource.properties().find(property);
    const Value* written = resource.source->properties().find(property);
    if (evaluated == nullptr || written == nullptr || !evaluated->isString()) return std::nullopt;
    if (evaluated->text().empty()) return std::nullopt;
    return ZoneFact{evaluated->text(), mentionsZoneList(*written)};
}

Truth sameZone(const ZoneFact& a, const ZoneFact& b) {
    if (a.fromList != b.fromList) return Truth::Unknown;
    return a.name == b.name ? Truth::Yes : Truth::No;
}

Truth sameZone(const StackLint& lint, const Subnet& a, const Subnet& b) {
    if (a.id == b.id) return Truth::Yes;
    const auto first = zoneOf(lint, a);
    const auto second = zoneOf(lint, b);
    return first && second ? sameZone(*first, *second) : Truth::Unknown;
}

bool isInOrdinaryZone(const StackLint& lint, const Subnet& subnet) {
    const auto source = resourceOf(lint, subnet.origin);
    if (!source || source->properties().find("OutpostArn") != nullptr) return false;
    if (source->properties().find("AvailabilityZoneId") != nullptr) return false;
    if (subnet.zoneAssigned) return true;
    const auto zone = zoneOf(lint, subnet);
    const auto stack = lint.design.stack(subnet.origin.stack);
    // `us-east-1a` is the Region and a letter; a Local Zone is `us-east-1-bos-1a`.
    return zone && stack && zone->name.size() == stack->region.size() + 1;
}

std::optional<std::vector<const Subnet*>> allSubnets(const StackLint& lint,
                                                     const References& references) {
    if (!references.why.empty()) return std::nullopt;
    std::vector<const Subnet*> subnets;
    for (const ThingId id : references.ids) {
        const auto* subnet = lint.resolved.architecture->subnets.find(id);
        if (subnet == nullptr || id.isExternal()) return std::nullopt;
        subnets.push_back(subnet->get());
    }
    return subnets;
}

}  // namespace archivolt
