#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

constexpr Time kAnomalyPeriod = 5 * kSecond;
constexpr std::size_t kLeastHealthy = 3;
/// AWS gives no figures for these. They are assumed: a target is anomalous whose share of errors is
/// ten points above that of the others, of ten answers at least; its requests are halved each time
/// down to a part in 64, and grow by a quarter each time that it is like the others again.
constexpr std::uint32_t kLeastAnswers = 10;
constexpr double kApart = 0.1;
constexpr double kLess = 0.5;
constexpr double kMore = 1.25;
constexpr double kLeastShare = 1.0 / 64;

bool isAnomalous(const Target& target, double answers, double errors) {
    const double otherAnswers = answers - target.answers;
    const double otherErrors = errors - target.errors;
    const double others = otherAnswers > 0 ? otherErrors / otherAnswers : 0;
    return static_cast<double>(target.errors) / target.answers > others + kApart;
}

void judge(World& world, const std::string& balancer, Target& target, bool anomalous) {
    const std::string& name = world.stations[target.station].spec.name;
    if (anomalous) {
        if (target.mitigated == 1) {
            tell(world, balancer, "sends fewer requests to " + name,
                 fmt::format("{} of {} of its answers were errors, more than of the others",
                             target.errors, target.answers));
        }
        target.mitigated = std::max(kLeastShare, target.mitigated * kLess);
    } else if (target.mitigated < 1) {
        target.mitigated = std::min(1.0, target.mitigated * kMore);
        if (target.mitigated == 1) {
            tell(world, balancer, "sends as many requests to " + name + " as before",
                 "its answers have been like those of the others");
        }
    }
    target.answers = 0;
    target.errors = 0;
}

}  // namespace

void startAnomalies(World& world, std::uint32_t index) {
    if (!world.balancers[index].spec.mitigates) return;
    schedule(world, world.now + kAnomalyPeriod, EventKind::AnomalyTick, index);
}

/// Source: Application Load Balancer guide, Automatic Target Weights: from three healthy targets on
/// (T63); requests are taken away step by step until the target recovers or hardly gets any, and
/// are given back gradually (T105).
void anomalyTick(World& world, std::uint32_t index) {
    Balancer& balancer = world.balancers[index];
    double answers = 0;
    double errors = 0;
    std::size_t healthy = 0;
    for (const Target& target : balancer.targets) {
        if (target.health != Health::Healthy) continue;
        ++healthy;
        answers += target.answers;
        errors += target.errors;
    }
    for (Target& target : balancer.targets) {
        if (target.health != Health::Healthy || healthy < kLeastHealthy) {
            target.mitigated = 1;
            target.answers = 0;
            target.errors = 0;
        } else if (target.answers >= kLeastAnswers) {
            judge(world, balancer.spec.name, target, isAnomalous(target, answers, errors));
        }
    }
    refreshChoices(world, index);
    schedule(world, world.now + kAnomalyPeriod, EventKind::AnomalyTick, index);
}

}  // namespace archivolt::traffic
