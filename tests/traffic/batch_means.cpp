#include "tests/traffic/batch_means.h"

#include <fmt/format.h>

#include <cmath>

#include "model/traffic/engine/numbers.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic::test {

namespace {

constexpr int kBatches = 10;

Estimate summarised(const std::vector<Counted>& batches) {
    Estimate result;
    result.batches = batches.size();
    double sum = 0;
    double over = 0;
    for (const Counted& one : batches) {
        sum += one.sum;
        over += one.over;
    }
    if (over <= 0) return result;
    result.mean = sum / over;
    // The error of a ratio: of what each batch's sum is off from the mean times its count.
    double squares = 0;
    for (const Counted& one : batches) {
        const double off = one.sum - result.mean * one.over;
        squares += off * off;
    }
    const double n = static_cast<double>(batches.size());
    result.error = std::sqrt(squares / (n - 1) / n) / (over / n);
    return result;
}

}  // namespace

std::vector<Estimate> estimate(const Plant& plant, double seconds, const Probe& probe) {
    std::vector<std::vector<Counted>> batches;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        RunOptions options;
        options.seed = seed;
        options.duration = fromSeconds(seconds * 1.1);
        Simulation simulation(plant, options);
        simulation.advance(fromSeconds(seconds * 0.1));
        std::vector<Counted> before = probe(simulation.world());
        batches.resize(before.size());
        for (int batch = 1; batch <= kBatches; ++batch) {
            simulation.advance(fromSeconds(seconds * (0.1 + 1.0 * batch / kBatches)));
            const std::vector<Counted> now = probe(simulation.world());
            for (std::size_t i = 0; i < now.size(); ++i) {
                batches[i].push_back({now[i].sum - before[i].sum, now[i].over - before[i].over});
            }
            before = now;
        }
        // Conservation and Little's law are asserted inside.
        static_cast<void>(simulation.result());
    }
    std::vector<Estimate> estimates;
    for (const auto& one : batches) estimates.push_back(summarised(one));
    return estimates;
}

std::string whatIsOff(const std::string& name, const Estimate& estimate, double value,
                      std::size_t values) {
    const double z = normalQuantile(1 - 0.01 / (2 * static_cast<double>(values)));
    const double t = z * (1 + (z * z + 1) / (4 * static_cast<double>(estimate.batches - 1)));
    const double off = std::abs(estimate.mean - value);
    std::string problem;
    if (off > t * estimate.error + 1e-9) problem = "outside its interval";
    if (off > 0.01 * std::abs(value) + 1e-9) problem += " off by more than 1 %";
    if (problem.empty()) return {};
    return fmt::format("{}: {:.6g} ± {:.2g} for {:.6g}: {}\n", name, estimate.mean,
                       t * estimate.error, value, problem);
}

}  // namespace archivolt::traffic::test
