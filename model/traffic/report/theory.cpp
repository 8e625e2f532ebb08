#include "model/traffic/report/theory.h"

#include <algorithm>

namespace archivolt::traffic {

double erlangC(std::uint32_t servers, double load) {
    if (load >= servers) return 1;
    double blocked = 1;
    for (std::uint32_t k = 1; k <= servers; ++k) blocked = load * blocked / (k + load * blocked);
    const double each = load / servers;
    return blocked / (1 - each * (1 - blocked));
}

std::optional<Theory> theoryOf(const Run& run, const BuiltPlant& built, const Shown& shown) {
    const ComponentResult& one = shown.result;
    constexpr std::uint64_t kEnough = 1000;
    const bool usable = shown.members == 0 && one.servers > 0 && shown.utilisation > 0 &&
                        shown.utilisation < 0.98 && one.waits.count() > kEnough;
    if (!usable) return std::nullopt;
    const double load = shown.utilisation * one.servers;
    const double served = static_cast<double>(one.waits.count());
    const double serviceMs = static_cast<double>(one.busyArea) / served / 1e6;
    Theory theory;
    theory.model = one.servers == 1 ? "M/M/1" : "M/M/" + std::to_string(one.servers);
    theory.waitMs = erlangC(one.servers, load) * serviceMs / (one.servers - load);
    const auto differs = [&](const char* why) {
        if (theory.note.empty()) theory.note = why;
    };
    if (!built.plant.faults.empty()) differs("faults change the rate while it runs");
    if (!shown.group.empty()) differs("its balancer deals requests out more evenly than chance");
    if (!run.fleets.empty()) differs("the fleet before it changes its size");
    differs("kinds of requests differ in their work");
    return theory;
}

}  // namespace archivolt::traffic
