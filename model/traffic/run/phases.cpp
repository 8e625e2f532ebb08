#include "model/traffic/run/phases.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/base/invariant.h"
#include "model/traffic/run/world.h"

namespace archivolt::traffic {

namespace {

ServerTime minus(const ServerTime& now, const ServerTime& before) {
    return {now.busy - before.busy, now.up - before.up, now.stood - before.stood};
}

/// Says what a fault does while it lasts.
std::string lastingWords(const Fault& fault) {
    const std::string& what = fault.target;
    switch (fault.kind) {
        case FaultKind::Zone:
        case FaultKind::Station: return what + " is down";
        case FaultKind::Slow:
            return fmt::format("{} takes {:.4g} times as long", what, fault.factor);
        case FaultKind::Loss:
            return fmt::format("{} loses {:.3g} % of its packets", what, 100 * fault.factor);
        case FaultKind::Failing:
            return fmt::format("{} fails {:.3g} % of its requests", what, 100 * fault.share);
        case FaultKind::EdgeLocation: return "an edge location of " + what + " is lost";
        case FaultKind::Interruption: return "Spot instances of " + what + " are taken back";
        case FaultKind::Failover: return what + " has failed over";
        case FaultKind::Flush: return what + " has lost what it kept";
        case FaultKind::Deploy: return "a new version of " + what + " is deployed";
    }
    return {};
}

/// What happens at one moment lasts on in what comes after it.
bool isMoment(const Fault& fault) {
    return fault.lasting == 0 &&
           (fault.kind == FaultKind::Failover || fault.kind == FaultKind::Flush ||
            fault.kind == FaultKind::Deploy || fault.kind == FaultKind::Interruption);
}

std::string whatLasts(const std::vector<Fault>& faults, Time from) {
    constexpr std::size_t kMost = 3;
    std::vector<std::string> lasting;
    for (const Fault& fault : faults) {
        const bool over = fault.lasting > 0 && fault.at + fault.lasting <= from;
        if (fault.between > 0 || fault.at > from || over) continue;
        std::string words = lastingWords(fault);
        if (std::ranges::find(lasting, words) == lasting.end()) lasting.push_back(std::move(words));
    }
    std::string text;
    for (std::size_t i = 0; i < lasting.size() && i < kMost; ++i) {
        text += (text.empty() ? "" : " and ") + lasting[i];
    }
    if (lasting.size() > kMost) text += fmt::format(" and {} more", lasting.size() - kMost);
    return text;
}

/// Members that boot are not up yet.
std::map<std::uint32_t, std::pair<const Fleet*, Time>> membersOf(const World& world) {
    std::map<std::uint32_t, std::pair<const Fleet*, Time>> members;
    for (const Fleet& fleet : world.fleets) {
        for (const Member& one : fleet.members) members[one.station] = {&fleet, one.ready};
    }
    return members;
}

}  // namespace

void Phase::merge(const Phase& other) {
    INVARIANT(from == other.from);
    to = std::max(to, other.to);
    offered += other.offered;
    completed += other.completed;
    failed += other.failed;
    latency.merge(other.latency);
    for (const auto& [name, its] : other.servers) {
        ServerTime& mine = servers[name];
        mine.busy += its.busy;
        mine.up += its.up;
        mine.stood += its.stood;
    }
}

std::vector<Time> phaseEnds(const std::vector<Fault>& faults, Time end) {
    std::set<Time> times;
    for (const Fault& fault : faults) {
        if (fault.between > 0) continue;
        times.insert(fault.at);
        if (fault.lasting > 0 && !isMoment(fault)) times.insert(fault.at + fault.lasting);
    }
    std::erase_if(times, [&](Time at) { return at <= 0 || at >= end; });
    return {times.begin(), times.end()};
}

std::uint64_t upTime(const World& world, const Station& station, Time ready) {
    const Time last = station.ended ? station.endedAt : world.now;
    if (ready >= last) return 0;
    const bool isDown = station.down && !station.ended;
    const Time down = station.downFor + (isDown ? world.now - station.downSince : 0);
    return static_cast<std::uint64_t>(std::max<Time>(0, last - ready - down));
}

PhaseMark markNow(const World& world) {
    PhaseMark mark;
    mark.at = world.now;
    for (const Clients& one : world.clients) {
        mark.offered += one.meter.arrivals;
        mark.completed += one.meter.completed;
        mark.failed += one.meter.failed;
        mark.latency.merge(one.latency);
    }
    const auto members = membersOf(world);
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) {
        const Station& station = world.stations[i];
        if (station.spec.servers == 0) continue;
        const auto member = members.find(i);
        const bool alone = member == members.end();
        const std::uint64_t up = upTime(world, station, alone ? 0 : member->second.second);
        ServerTime& sum = mark.servers[alone ? station.spec.name : member->second.first->spec.name];
        sum.busy += station.busyArea +
                    station.busy * static_cast<std::uint64_t>(world.now - station.busyLast);
        sum.up += up * station.spec.servers;
        sum.stood += up;
    }
    return mark;
}

std::vector<Phase> phasesOf(const World& world) {
    std::vector<PhaseMark> marks = world.phaseMarks;
    if (marks.empty() || marks.back().at < world.now) marks.push_back(markNow(world));
    std::vector<Phase> phases;
    PhaseMark before;
    for (const PhaseMark& mark : marks) {
        Phase& phase = phases.emplace_back();
        phase.from = before.at;
        phase.to = mark.at;
        phase.what = whatLasts(world.faults, before.at);
        phase.offered = mark.offered - before.offered;
        phase.completed = mark.completed - before.completed;
        phase.failed = mark.failed - before.failed;
        phase.latency = mark.latency.since(before.latency);
        for (const auto& [name, now] : mark.servers) {
            phase.servers[name] = minus(now, before.servers[name]);
        }
        before = mark;
    }
    return phases;
}

}  // namespace archivolt::traffic
