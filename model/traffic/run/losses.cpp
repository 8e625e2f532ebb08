#include <algorithm>

#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

double lossAt(const World& world, NodeRef node, ZoneIndex zone) {
    const auto& of = world.lossOf[static_cast<std::size_t>(node.kind)];
    const double own = node.index < of.size() ? of[node.index] : 0;
    if (node.kind == NodeKind::Station) zone = world.stations[node.index].spec.zone;
    const bool stands = node.kind == NodeKind::Station || node.kind == NodeKind::Balancer;
    const double its = stands && zone < world.zoneLoss.size() ? world.zoneLoss[zone] : 0;
    return 1 - (1 - own) * (1 - its);
}

/// What is lost is sent again after a time-out, which is doubled each time, to a minute.
///
/// Source: RFC 6298, 2.1 (a second before anything is measured), 2.4 (at least a second, which no
/// way here is longer than), 2.5 (a bound of at least a minute), 5.5 (doubled) (T102).
Time sentAgain(World& world, double loss) {
    constexpr int kMost = 64;
    Time late = 0;
    Time timeout = world.retransmission;
    for (int i = 0; i < kMost && loss > 0 && world.chance.uniform() < loss; ++i) {
        late += timeout;
        timeout = std::min(2 * timeout, std::max(kMinute, world.retransmission));
    }
    return late;
}

template <class Components>
void loseAt(const Components& components, const Fault& fault, std::vector<double>& losses) {
    losses.resize(std::max(losses.size(), components.size()));
    for (std::size_t i = 0; i < components.size(); ++i) {
        if (components[i].spec.name != fault.target) continue;
        losses[i] = 1 - (1 - losses[i]) * (1 - fault.factor);
    }
}

}  // namespace

Time retransmitted(World& world, VisitId caller, VisitId id) {
    const Visit& visit = world.visits[id];
    const Visit& other = world.visits[caller];
    const double here = lossAt(world, visit.node, visit.zone);
    const double there = other.delivery ? 0 : lossAt(world, other.node, other.zone);
    return sentAgain(world, 1 - (1 - here) * (1 - there));
}

Time retransmittedCheck(World& world, std::uint32_t balancer, std::uint32_t station) {
    const double here = lossAt(world, {NodeKind::Balancer, balancer}, 0);
    const double there = lossAt(world, {NodeKind::Station, station}, 0);
    const double loss = 1 - (1 - here) * (1 - there);
    return sentAgain(world, loss) + sentAgain(world, loss);
}

void refreshLosses(World& world) {
    for (auto& of : world.lossOf) of.clear();
    world.zoneLoss.assign(world.zones.size(), 0);
    for (const std::uint32_t index : world.losses) {
        const Fault& fault = world.faults[index];
        loseAt(world.edges, fault, world.lossOf[static_cast<std::size_t>(NodeKind::Edge)]);
        loseAt(world.balancers, fault, world.lossOf[static_cast<std::size_t>(NodeKind::Balancer)]);
        loseAt(world.stations, fault, world.lossOf[static_cast<std::size_t>(NodeKind::Station)]);
        for (std::size_t zone = 1; zone < world.zones.size(); ++zone) {
            if (world.zones[zone] != fault.target) continue;
            world.zoneLoss[zone] = 1 - (1 - world.zoneLoss[zone]) * (1 - fault.factor);
        }
    }
    world.lossy = !world.losses.empty();
}

}  // namespace archivolt::traffic
