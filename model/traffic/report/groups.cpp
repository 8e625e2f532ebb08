#include "model/traffic/report/groups.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt::traffic {

namespace {

double utilisationOf(const ComponentResult& result) {
    if (result.servers == 0 || result.up == 0) return -1;
    return static_cast<double>(result.busyArea) / (static_cast<double>(result.up) * result.servers);
}

void addUp(ComponentResult& sum, const ComponentResult& one) {
    sum.meter.arrivals += one.meter.arrivals;
    sum.meter.completed += one.meter.completed;
    sum.meter.failed += one.meter.failed;
    sum.meter.abandoned += one.meter.abandoned;
    sum.meter.present += one.meter.present;
    sum.meter.mostPresent += one.meter.mostPresent;
    sum.meter.area += one.meter.area;
    for (const CauseCount& cause : one.meter.causes) {
        const auto same = std::ranges::find_if(sum.meter.causes, [&](const CauseCount& other) {
            return other.status == cause.status && other.cause == cause.cause;
        });
        if (same == sum.meter.causes.end()) {
            sum.meter.causes.push_back(cause);
        } else {
            same->count += cause.count;
        }
    }
    sum.waits.merge(one.waits);
    sum.busyArea += one.busyArea;
    sum.mostWaiting += one.mostWaiting;
    sum.lived += one.lived;
    sum.up += one.up;
    sum.servers = one.servers;
    sum.surplus += one.surplus;
    if (one.credits >= 0) sum.credits = std::max(sum.credits, 0.0) + one.credits;
}

std::string groupType(const BuiltPlant& built, const std::string& name) {
    const auto type = built.types.find(name);
    return type != built.types.end() ? type->second : "AWS::AutoScaling::AutoScalingGroup";
}

std::string memberType(const std::string& group) {
    if (group == "AWS::ECS::Service") return "AWS::ECS::Task";
    // What Application Auto Scaling scales beside services are an Aurora cluster's readers.
    if (group == "AWS::ApplicationAutoScaling::ScalableTarget") return "AWS::RDS::DBInstance";
    return "AWS::EC2::Instance";
}

}  // namespace

std::vector<Shown> shownComponents(const Run& run, const BuiltPlant& built) {
    std::map<std::string, std::string> groupOf;
    std::vector<Shown> shown;
    for (const FleetResult& fleet : run.fleets) {
        for (const std::string& member : fleet.members) groupOf[member] = fleet.name;
    }
    std::map<std::string, Shown> groups;
    for (const ComponentResult& one : run.components) {
        if (one.name.ends_with(" (model)")) continue;
        Shown item;
        item.name = one.name;
        item.result = one;
        item.utilisation = utilisationOf(one);
        const auto group = groupOf.find(one.name);
        if (group != groupOf.end()) {
            item.group = group->second;
            item.type = memberType(groupType(built, group->second));
            Shown& whole = groups[group->second];
            whole.name = group->second;
            whole.result.name = group->second;
            addUp(whole.result, one);
            ++whole.members;
        } else if (const auto type = built.types.find(one.name); type != built.types.end()) {
            item.type = type->second;
        }
        shown.push_back(std::move(item));
    }
    for (auto& [name, whole] : groups) {
        whole.type = groupType(built, name);
        whole.utilisation = utilisationOf(whole.result);
        shown.push_back(std::move(whole));
    }
    std::ranges::sort(shown, {}, &Shown::name);
    return shown;
}

double Totals::perSecond(const Run& run) const {
    const double seconds = toSeconds(run.simulated) * static_cast<double>(run.replications);
    return seconds > 0 ? static_cast<double>(offered) / seconds : 0;
}

Totals totalsOf(const Run& run) {
    Totals totals;
    for (const ClientResult& one : run.clients) {
        totals.offered += one.offered;
        totals.completed += one.completed;
        totals.failed += one.failed;
        totals.inFlight += one.inFlight;
        for (const CauseCount& status : one.byStatus) {
            totals.byStatus[status.status == 0 ? "timeout" : fmt::format("{}", status.status)] +=
                status.count;
        }
    }
    return totals;
}

}  // namespace archivolt::traffic
