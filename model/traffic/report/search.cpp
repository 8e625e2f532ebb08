#include "model/traffic/report/search.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/report/groups.h"
#include "model/traffic/report/kept_latency.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

/// In place of a time, where too many requests fail for there to be one; longer than any run.
constexpr double kNeverMs = 1e12;

/// Says whether some run, of those that a figure is the mean of, had too few answers for it.
bool isNever(const PromiseAnswer& one) { return one.value > kNeverMs / 1e4; }

/// Returns a promise's figure in one run: milliseconds, or percent that were answered.
double figureOf(const Run& run, const PerformancePromise& promise) {
    const Totals totals = totalsOf(run);
    if (!promise.ofLatency) {
        const double ended = static_cast<double>(totals.completed + totals.failed);
        return ended > 0 ? 100 * static_cast<double>(totals.completed) / ended : 0;
    }
    // What does not answer keeps no bound on how fast it does.
    const auto kept = keptLatencyNs(run, promise.quantile);
    return kept ? *kept / 1e6 : kNeverMs;
}

std::vector<PromiseAnswer> answersOf(const std::vector<Run>& runs,
                                     const std::vector<PerformancePromise>& promises) {
    std::vector<PromiseAnswer> answers;
    for (const PerformancePromise& one : promises) {
        std::vector<double> figures;
        figures.reserve(runs.size());
        for (const Run& run : runs) figures.push_back(figureOf(run, one));
        const Interval95 interval = interval95(figures);
        PromiseAnswer answer;
        answer.promise = promiseText(one);
        answer.value = interval.mean;
        answer.low = interval.low;
        answer.high = interval.high;
        answer.bound = one.ofLatency ? toMilliseconds(one.within) : 100 * one.share;
        const bool lowKeeps =
            one.ofLatency ? answer.low <= answer.bound : answer.low >= answer.bound;
        const bool highKeeps =
            one.ofLatency ? answer.high <= answer.bound : answer.high >= answer.bound;
        answer.kept = lowKeeps && highKeeps     ? Truth::Yes
                      : !lowKeeps && !highKeeps ? Truth::No
                                                : Truth::Unknown;
        answers.push_back(std::move(answer));
    }
    return answers;
}

/// Makes a fleet larger or smaller; members that it loses stay in the plant, and nobody asks them.
Plant withSize(Plant plant, std::size_t index, std::uint32_t size) {
    FleetSpec& fleet = plant.fleets[index];
    for (auto i = static_cast<std::uint32_t>(fleet.members.size()); i < size; ++i) {
        StationSpec member = plant.stations[fleet.model];
        member.name = fmt::format("{}-{}", fleet.name, i + 1);
        member.zone = fleet.zones[i % fleet.zones.size()];
        const auto station = static_cast<std::uint32_t>(plant.stations.size());
        plant.stations.push_back(std::move(member));
        fleet.members.push_back(station);
        for (const std::uint32_t balancer : fleet.balancers) {
            plant.balancers[balancer].targets.push_back(memberAsTarget(fleet, balancer, station));
        }
    }
    while (fleet.members.size() > size) {
        const std::uint32_t gone = fleet.members.back();
        fleet.members.pop_back();
        for (const std::uint32_t balancer : fleet.balancers) {
            std::erase_if(plant.balancers[balancer].targets,
                          [&](const TargetSpec& one) { return one.station == gone; });
        }
    }
    fleet.least = fleet.most = fleet.desired = size;
    fleet.schedule.clear();
    fleet.policies.clear();
    return plant;
}

Result<std::size_t> fleetNamed(const Plant& plant, const std::string& name) {
    std::string names;
    for (std::size_t i = 0; i < plant.fleets.size(); ++i) {
        if (plant.fleets[i].name == name || (name.empty() && plant.fleets.size() == 1)) return i;
        names += (i > 0 ? ", " : "") + plant.fleets[i].name;
    }
    return failure(kNoComponent,
                   name.empty() ? std::string("it is not told which fleet is meant")
                                : fmt::format("`{}` is no Auto Scaling group here", name),
                   names.empty() ? std::string("the design has none") : "name one of: " + names);
}

/// Ranks answers: what is not kept is worst, then what is unknown.
int badness(Truth kept) { return kept == Truth::No ? 2 : kept == Truth::Unknown ? 1 : 0; }

double membersOf(const Run& run, const std::string& fleet) {
    double lived = 0;
    for (const FleetResult& one : run.fleets) {
        if (one.name != fleet) continue;
        for (const ComponentResult& component : run.components) {
            if (std::ranges::find(one.members, component.name) != one.members.end()) {
                lived += toSeconds(static_cast<Time>(component.lived));
            }
        }
    }
    return lived / std::max(1e-9, toSeconds(run.simulated));
}

std::string truthWord(Truth kept) {
    return kept == Truth::Yes ? "kept" : kept == Truth::No ? "broken" : "unknown";
}

std::string answerText(const PromiseAnswer& one) {
    if (isNever(one)) {
        return fmt::format("{} {}: so many requests failed that there is no such time", one.promise,
                           truthWord(one.kept));
    }
    const char* unit = one.promise.starts_with("completed") ? "%" : "ms";
    return fmt::format("{} {}: {:.4g} {} ({:.4g} to {:.4g})", one.promise, truthWord(one.kept),
                       one.value, unit, one.low, one.high);
}

nlohmann::ordered_json answerJson(const PromiseAnswer& one) {
    const auto figure = [&](double value) {
        return isNever(one) ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
    };
    return {{"promise", one.promise}, {"kept", truthWord(one.kept)}, {"value", figure(one.value)},
            {"low", figure(one.low)}, {"high", figure(one.high)},    {"bound", one.bound}};
}

}  // namespace

std::vector<PromiseAnswer> checkPromises(const BuiltPlant& built, const RunOptions& options,
                                         const std::vector<PerformancePromise>& promises,
                                         std::size_t count, const Executor& executor) {
    return answersOf(replications(built.plant, options, count, executor), promises);
}

Truth allKept(const std::vector<PromiseAnswer>& answers) {
    Truth all = Truth::Yes;
    for (const PromiseAnswer& one : answers) {
        if (badness(one.kept) > badness(all)) all = one.kept;
    }
    return all;
}

Result<FleetAnswer> findFleet(const BuiltPlant& built, const RunOptions& options,
                              const std::vector<PerformancePromise>& promises,
                              const std::string& fleet, std::size_t count,
                              const Executor& executor) {
    const auto index = fleetNamed(built.plant, fleet);
    if (!index) return tl::make_unexpected(index.error());
    const FleetSpec& spec = built.plant.fleets[*index];
    FleetAnswer answer;
    answer.fleet = spec.name;
    const auto tryAt = [&](std::uint32_t size) {
        FleetTrial worst;
        worst.size = size;
        for (const ZoneIndex zone : spec.zones) {
            Plant plant = withSize(built.plant, *index, size);
            plant.faults.push_back({FaultKind::Zone, options.duration / 3, options.duration / 3,
                                    plant.zones[zone], 1});
            auto answers = answersOf(replications(plant, options, count, executor), promises);
            const Truth kept = allKept(answers);
            const bool first = worst.answers.empty();
            if (!first && badness(kept) <= badness(worst.kept)) continue;
            worst.zone = plant.zones[zone];
            worst.answers = std::move(answers);
            worst.kept = kept;
        }
        answer.trials.push_back(std::move(worst));
        return answer.trials.back().kept == Truth::Yes;
    };
    constexpr std::uint32_t kMost = 256;
    std::uint32_t broken = 0;
    std::uint32_t kept = 1;
    while (kept <= kMost && !tryAt(kept)) {
        broken = kept;
        kept *= 2;
    }
    if (kept <= kMost) {
        while (kept - broken > 1) {
            const std::uint32_t middle = broken + (kept - broken) / 2;
            (tryAt(middle) ? kept : broken) = middle;
        }
        answer.smallest = kept;
    }
    std::ranges::sort(answer.trials, {}, &FleetTrial::size);
    return answer;
}

Result<PolicyAnswer> findPolicy(const BuiltPlant& built, const RunOptions& options,
                                const std::vector<PerformancePromise>& promises,
                                const std::string& fleet, std::size_t count,
                                const Executor& executor) {
    const auto index = fleetNamed(built.plant, fleet);
    if (!index) return tl::make_unexpected(index.error());
    PolicyAnswer answer;
    answer.fleet = built.plant.fleets[*index].name;
    for (const double target : {0.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0}) {
        Plant plant = built.plant;
        if (target > 0) {
            ScalingPolicy policy;
            policy.name = fmt::format("target tracking at {:.0f} %", target);
            policy.target = target;
            plant.fleets[*index].policies = {policy};
        }
        const std::vector<Run> runs = replications(plant, options, count, executor);
        PolicyTrial trial;
        trial.target = target;
        trial.answers = answersOf(runs, promises);
        trial.kept = allKept(trial.answers);
        for (const Run& run : runs) {
            trial.members += membersOf(run, answer.fleet) / static_cast<double>(runs.size());
        }
        answer.trials.push_back(std::move(trial));
        const PolicyTrial& last = answer.trials.back();
        const bool better = !answer.best || last.members < answer.trials[*answer.best].members;
        if (last.kept == Truth::Yes && better) answer.best = answer.trials.size() - 1;
    }
    return answer;
}

nlohmann::ordered_json promisesJson(const std::vector<PromiseAnswer>& answers) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const PromiseAnswer& one : answers) list.push_back(answerJson(one));
    return {{"format", 1}, {"kept", truthWord(allKept(answers))}, {"promises", list}};
}

std::string promisesText(const std::vector<PromiseAnswer>& answers) {
    std::string text;
    for (const PromiseAnswer& one : answers) text += answerText(one) + ", 95 %\n";
    return text;
}

nlohmann::ordered_json fleetJson(const FleetAnswer& answer) {
    nlohmann::ordered_json json{{"format", 1}, {"fleet", answer.fleet}};
    json["smallest"] = answer.smallest ? nlohmann::ordered_json(*answer.smallest) : nullptr;
    json["trials"] = nlohmann::ordered_json::array();
    for (const FleetTrial& one : answer.trials) {
        json["trials"].push_back({{"size", one.size},
                                  {"zone_down", one.zone},
                                  {"kept", truthWord(one.kept)},
                                  {"promises", promisesJson(one.answers)["promises"]}});
    }
    return json;
}

std::string fleetText(const FleetAnswer& answer) {
    std::string text =
        answer.smallest
            ? fmt::format("{} survives the loss of any one of its zones from {} on.\n",
                          answer.fleet, *answer.smallest)
            : fmt::format("{} does not survive the loss of a zone at any size up to 256.\n",
                          answer.fleet);
    for (const FleetTrial& one : answer.trials) {
        text += fmt::format("  {:>3} with {} down: {}", one.size, one.zone, truthWord(one.kept));
        for (const PromiseAnswer& promise : one.answers) text += "; " + answerText(promise);
        text += '\n';
    }
    return text;
}

nlohmann::ordered_json policyJson(const PolicyAnswer& answer) {
    nlohmann::ordered_json json{{"format", 1}, {"fleet", answer.fleet}};
    json["best"] = nullptr;
    if (answer.best) json["best"] = answer.trials[*answer.best].target;
    json["trials"] = nlohmann::ordered_json::array();
    for (const PolicyTrial& one : answer.trials) {
        json["trials"].push_back({{"target_percent", one.target},
                                  {"members", one.members},
                                  {"kept", truthWord(one.kept)},
                                  {"promises", promisesJson(one.answers)["promises"]}});
    }
    return json;
}

std::string policyText(const PolicyAnswer& answer) {
    const auto nameOf = [](const PolicyTrial& one) {
        return one.target > 0 ? fmt::format("target tracking at {:.0f} %", one.target)
                              : std::string("as it is designed");
    };
    std::string text =
        answer.best ? fmt::format("{}: {} keeps it with the fewest members, {:.2f} on average.\n",
                                  answer.fleet, nameOf(answer.trials[*answer.best]),
                                  answer.trials[*answer.best].members)
                    : fmt::format("{}: no policy that was tried keeps it.\n", answer.fleet);
    for (const PolicyTrial& one : answer.trials) {
        text += fmt::format("  {:<24} {:>6.2f} members, {}", nameOf(one), one.members,
                            truthWord(one.kept));
        for (const PromiseAnswer& promise : one.answers) text += "; " + answerText(promise);
        text += '\n';
    }
    return text;
}

}  // namespace archivolt::traffic
