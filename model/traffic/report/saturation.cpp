#include <algorithm>

#include "model/traffic/report/groups.h"
#include "model/traffic/report/limit.h"
#include "model/traffic/report/report.h"

namespace archivolt::traffic {

namespace {

void sortByUse(std::vector<Saturation>& order) {
    std::ranges::stable_sort(order, [](const Saturation& a, const Saturation& b) {
        return a.utilisation > b.utilisation;
    });
}

bool isFleet(const Run& run, const std::string& name) {
    return std::ranges::find(run.fleets, name, &FleetResult::name) != run.fleets.end();
}

}  // namespace

std::vector<Saturation> saturationOrder(const Run& run, const BuiltPlant& built) {
    std::vector<Saturation> order;
    const double rate = totalsOf(run).perSecond(run);
    const double whole = static_cast<double>(run.simulated) * static_cast<double>(run.replications);
    for (const Shown& one : shownComponents(run, built)) {
        if (one.utilisation <= 0 || !one.group.empty()) continue;
        Saturation& made = order.emplace_back();
        made.component = one.name;
        made.utilisation = one.utilisation;
        made.atRps = rate / one.utilisation;
        if (one.members > 0) made.members = static_cast<double>(one.result.up) / whole;
        const auto full = run.fullAt.find(one.name);
        const auto half =
            full != run.fullAt.end() ? halfWidth(full->second) : std::optional<double>();
        if (half) made.halfRps = *half / 10;
    }
    sortByUse(order);
    return order;
}

std::vector<Saturation> saturationOrder(const Run& run, const Phase& phase) {
    std::vector<Saturation> order;
    const double whole =
        static_cast<double>(phase.to - phase.from) * static_cast<double>(run.replications);
    const double rate = static_cast<double>(phase.offered) / std::max(1.0, whole) * 1e9;
    for (const auto& [name, its] : phase.servers) {
        if (its.busy == 0 || its.up == 0 || name.ends_with(" (model)")) continue;
        Saturation& made = order.emplace_back();
        made.component = name;
        made.utilisation = static_cast<double>(its.busy) / static_cast<double>(its.up);
        made.atRps = rate / made.utilisation;
        if (isFleet(run, name)) made.members = static_cast<double>(its.stood) / whole;
    }
    sortByUse(order);
    return order;
}

}  // namespace archivolt::traffic
