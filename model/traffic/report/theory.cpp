#include "model/traffic/report/theory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/report/cache_theory.h"
#include "model/traffic/report/limit.h"

namespace archivolt::traffic {

namespace {

bool changedSize(const FleetResult& fleet) {
    return fleet.atStart != fleet.atEnd || fleet.most != fleet.atEnd;
}

bool isSteady(const ScenarioClients& clients) {
    return clients.arrivals == ArrivalKind::Poisson && clients.rate &&
           clients.rate->points.size() == 1;
}

bool asksForDifferentWork(const ScenarioClients& clients) {
    return std::ranges::any_of(
        clients.mix, [&](const RequestClass& one) { return one.work != clients.mix.front().work; });
}

/// Says in what a component's requests are not those of M/M/c; empty where they are, for all that
/// is known.
std::string whyItDiffers(const Run& run, const BuiltPlant& built, const Shown& shown) {
    const std::vector<ScenarioClients>& clients = built.scenario.clients;
    const auto own = built.scenario.components.find(shown.name);
    const bool shaped = own != built.scenario.components.end() &&
                        (own->second.shape.value_or("exponential") != "exponential" ||
                         own->second.cv2.value_or(1) != 1);
    const std::pair<bool, const char*> reasons[] = {
        {!built.scenario.faults.empty(), "faults change the rate while it runs"},
        {!std::ranges::all_of(clients, isSteady), "requests do not come at random at one rate"},
        {std::ranges::any_of(run.fleets, changedSize), "a fleet changes its size"},
        {!shown.group.empty(), "its balancer deals requests out more evenly than chance"},
        {std::ranges::any_of(clients, asksForDifferentWork),
         "kinds of requests differ in their work"},
        {shaped, "its work is not exponential"},
        {shown.result.meter.failed + shown.result.meter.abandoned > 0,
         "some were turned away, or left"},
    };
    std::string text;
    for (const auto& [holds, words] : reasons) {
        if (holds) text += (text.empty() ? "" : "; ") + std::string(words);
    }
    return text;
}

}  // namespace

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
    theory.simulatedMs = one.waits.meanNs() / 1e6;
    if (const auto half = halfWidth(one.meanWaits)) {
        // What lies within the tally's own grain is the same.
        const double unit = static_cast<double>(one.waitUnit) / 1e6;
        theory.halfMs = std::max(*half, 1.0) * unit;
        theory.agrees = std::abs(theory.simulatedMs - theory.waitMs) <= *theory.halfMs;
    }
    theory.note = whyItDiffers(run, built, shown);
    if (!theory.agrees && theory.note.empty()) {
        theory.note = "nothing known explains it; chance alone does so in one run of twenty";
    }
    return theory;
}

std::string theoryText(const Run& run, const BuiltPlant& built, const std::vector<Shown>& shown) {
    constexpr const char* kTitle = "\nMean waits and fetches beside closed forms:\n";
    std::string text;
    for (const Shown& one : shown) {
        if (const auto cache = cacheTheoryOf(run, built, one)) {
            if (text.empty()) text = kTitle;
            text += fmt::format("  {}: simulated {:.0f} fetches, {} {:.0f} ±{:.0f}: they {}",
                                one.name, cache->simulated, cache->model, cache->fetches,
                                cache->half, cache->agrees ? "agree" : "differ");
            text += cache->agrees ? "\n" : " (" + cache->note + ")\n";
        }
        const auto theory = theoryOf(run, built, one);
        if (!theory) continue;
        if (text.empty()) text = kTitle;
        const std::string interval = theory->halfMs ? fmt::format(" ±{:.3f}", *theory->halfMs) : "";
        text += fmt::format("  {}: simulated {:.3f}{} ms, {} {:.3f} ms", one.name,
                            theory->simulatedMs, interval, theory->model, theory->waitMs);
        if (theory->halfMs) text += theory->agrees ? ": they agree" : ": they differ";
        text += theory->agrees || theory->note.empty() ? "\n" : " (" + theory->note + ")\n";
    }
    return text;
}

}  // namespace archivolt::traffic
