#include "model/reachability/index/unmodelled.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

bool holds(const References& references, ThingId id) {
    return std::ranges::find(references.ids, id) != references.ids.end();
}

template <class T>
const T* find(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    return found != nullptr ? found->get() : nullptr;
}

/// Says whether the resource may stand in a VPC; what names nothing that is known may.
bool mayBeInVpc(const Architecture& things, const NetworkPresence& presence, ThingId vpc) {
    bool nothingKnown = true;
    const auto isIn = [&](const Known<ThingId>& own) {
        nothingKnown = false;
        return !own.isKnown() || *own == vpc;
    };
    for (const ThingId id : presence.subnets.ids) {
        const Subnet* subnet = find(things.subnets, id);
        if (subnet != nullptr && isIn(subnet->vpc)) return true;
        nothingKnown = nothingKnown && subnet == nullptr && !id.isExternal();
    }
    for (const ThingId id : presence.securityGroups.ids) {
        const SecurityGroup* group = find(things.securityGroups, id);
        if (group != nullptr && isIn(group->vpc)) return true;
    }
    return nothingKnown;
}

bool mayBeInSubnet(const Architecture& things, const NetworkPresence& presence, ThingId subnet) {
    if (holds(presence.subnets, subnet)) return true;
    const bool namesAll = !presence.subnets.ids.empty() && presence.subnets.why.empty();
    if (namesAll) return false;
    const Subnet* found = find(things.subnets, subnet);
    return found == nullptr || !found->vpc.isKnown() || mayBeInVpc(things, presence, *found->vpc);
}

bool mayWear(const Architecture& things, const NetworkPresence& presence, ThingId group) {
    if (holds(presence.securityGroups, group)) return true;
    const SecurityGroup* found = find(things.securityGroups, group);
    if (found == nullptr || !found->vpc.isKnown()) return false;
    const bool isOpen = !presence.securityGroups.why.empty();
    const Vpc* vpc = find(things.vpcs, *found->vpc);
    const bool isDefault =
        vpc != nullptr && vpc->defaultSecurityGroup == group && presence.securityGroups.ids.empty();
    return (isOpen || isDefault) && mayBeInVpc(things, presence, *found->vpc);
}

}  // namespace

std::vector<Unmodelled> unmodelledOf(const Architecture& architecture) {
    std::vector<Unmodelled> found;
    for (const auto& [id, thing] : architecture.externals) {
        if (!thing->presence.empty()) {
            found.push_back({thing.get(), &thing->presence, thing->why});
        }
    }
    for (const auto& [id, thing] : architecture.others) {
        if (!thing->presence.empty()) {
            found.push_back(
                {thing.get(), &thing->presence, fmt::format("`{}` is not modelled", thing->type)});
        }
    }
    return found;
}

std::string whyUnmodelled(const Architecture& architecture, ThingId thing) {
    for (const Unmodelled& one : unmodelledOf(architecture)) {
        if (one.thing->id == thing) return one.why;
    }
    return {};
}

bool mayHaveInterface(const Architecture& architecture, const Unmodelled& unmodelled,
                      ThingId holder) {
    const NetworkPresence& presence = *unmodelled.presence;
    if (architecture.vpcs.contains(holder)) return mayBeInVpc(architecture, presence, holder);
    if (architecture.securityGroups.contains(holder)) {
        return mayWear(architecture, presence, holder);
    }
    if (architecture.subnets.contains(holder)) {
        return mayBeInSubnet(architecture, presence, holder);
    }
    return holds(presence.subnets, holder) || holds(presence.securityGroups, holder);
}

}  // namespace archivolt
