#include "tests/traffic/batch_means.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "model/base/invariant.h"
#include "model/traffic/engine/numbers.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic::test {

namespace {

constexpr std::size_t kSeeds = 5;
constexpr std::size_t kFewest = 10;  ///< Batches of a seed.
constexpr std::size_t kMost = 2 * kFewest;

/// The batches of one quantity, of all seeds.
using Batches = std::vector<Counted>;

/// A symmetric matrix, row by row.
using Matrix = std::vector<std::vector<double>>;

/// Turns a matrix into its inverse, by Gauss and Jordan; it must have one.
void invert(Matrix& matrix) {
    const std::size_t size = matrix.size();
    for (std::size_t i = 0; i < size; ++i) {
        matrix[i].resize(2 * size);
        matrix[i][size + i] = 1;
    }
    for (std::size_t i = 0; i < size; ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i + 1; k < size; ++k) {
            if (std::abs(matrix[k][i]) > std::abs(matrix[pivot][i])) pivot = k;
        }
        std::swap(matrix[i], matrix[pivot]);
        INVARIANT(std::abs(matrix[i][i]) > 1e-9);
        const double scale = 1 / matrix[i][i];
        for (double& one : matrix[i]) one *= scale;
        for (std::size_t k = 0; k < size; ++k) {
            const double factor = matrix[k][i];
            if (k == i || factor == 0) continue;
            for (std::size_t j = 0; j < 2 * size; ++j) matrix[k][j] -= factor * matrix[i][j];
        }
    }
    for (auto& row : matrix) row.erase(row.begin(), row.begin() + static_cast<long>(size));
}

/// One row for each batch: 1, and by how much each control is off, in its own spread.
Matrix rowsOf(const std::vector<Batches>& controls, std::size_t count) {
    Matrix rows(count, std::vector<double>{1});
    for (const Batches& control : controls) {
        double squares = 0;
        for (const Counted& one : control) squares += (one.sum - one.over) * (one.sum - one.over);
        const double spread = std::sqrt(squares / static_cast<double>(count));
        INVARIANT(spread > 0);
        for (std::size_t i = 0; i < count; ++i) {
            rows[i].push_back((control[i].sum - control[i].over) / spread);
        }
    }
    return rows;
}

/// The mean of a ratio, where the controls are as expected: the intercept of its regression.
Estimate summarised(const Batches& batches, const std::vector<Batches>& controls) {
    Estimate result;
    const auto n = static_cast<double>(batches.size());
    double sum = 0;
    double over = 0;
    for (const Counted& one : batches) {
        sum += one.sum;
        over += one.over;
    }
    if (over <= 0) return result;
    result.mean = sum / over;
    // What each batch's sum is off from the mean times its count, by the controls.
    const Matrix rows = rowsOf(controls, batches.size());
    const std::size_t columns = controls.size() + 1;
    Matrix products(columns, std::vector<double>(columns));
    std::vector<double> offs;
    std::vector<double> right(columns);
    for (std::size_t i = 0; i < batches.size(); ++i) {
        offs.push_back(batches[i].sum - result.mean * batches[i].over);
        for (std::size_t j = 0; j < columns; ++j) {
            right[j] += rows[i][j] * offs[i];
            for (std::size_t k = 0; k < columns; ++k) products[j][k] += rows[i][j] * rows[i][k];
        }
    }
    invert(products);
    std::vector<double> factors(columns);
    for (std::size_t j = 0; j < columns; ++j) {
        for (std::size_t k = 0; k < columns; ++k) factors[j] += products[j][k] * right[k];
    }
    double squares = 0;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        double left = offs[i];
        for (std::size_t j = 0; j < columns; ++j) left -= factors[j] * rows[i][j];
        squares += left * left;
    }
    result.freedom = batches.size() - columns;
    const double each = over / n;
    result.mean += factors[0] / each;
    result.error = std::sqrt(squares / static_cast<double>(result.freedom) * products[0][0]) / each;
    return result;
}

/// One seed's run, and its batches so far: by quantity.
struct SeededRun {
    Simulation simulation;
    std::vector<Counted> before;
    std::vector<Batches> batches = {};
};

Estimates summarisedOf(const std::vector<SeededRun>& runs, std::size_t values) {
    std::vector<Batches> pooled(runs.front().batches.size());
    for (const SeededRun& run : runs) {
        for (std::size_t i = 0; i < pooled.size(); ++i) {
            pooled[i].insert(pooled[i].end(), run.batches[i].begin(), run.batches[i].end());
        }
    }
    const std::vector<Batches> controls(pooled.begin() + static_cast<long>(values), pooled.end());
    Estimates estimates;
    for (std::size_t i = 0; i < pooled.size(); ++i) {
        if (i < values) {
            estimates.values.push_back(summarised(pooled[i], controls));
        } else {
            estimates.controls.push_back(summarised(pooled[i], {}));
        }
    }
    return estimates;
}

void pairUp(SeededRun& run) {
    for (Batches& batches : run.batches) {
        for (std::size_t i = 0; i < batches.size() / 2; ++i) {
            batches[i] = {batches[2 * i].sum + batches[2 * i + 1].sum,
                          batches[2 * i].over + batches[2 * i + 1].over};
        }
        batches.resize(batches.size() / 2);
    }
}

/// Does a piece of work for each seed, on all cores.
void forEachSeed(const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto take = [&] {
        for (std::size_t i = next++; i < kSeeds; i = next++) work(i);
    };
    std::vector<std::thread> others;
    const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 5);
    for (std::size_t i = 1; i < cores; ++i) others.emplace_back(take);
    take();
    for (std::thread& one : others) one.join();
}

bool isPrecise(const Estimates& estimates, double precision) {
    return std::ranges::all_of(estimates.values, [&](const Estimate& one) {
        return one.error <= precision * std::abs(one.mean);
    });
}

}  // namespace

Estimates estimate(const Plant& plant, const Effort& effort, const Probe& probe) {
    std::size_t values = 0;
    const auto read = [&](const World& world) {
        std::vector<Counted> all = probe(world);
        if (!effort.controls) return all;
        const std::vector<Counted> controls = effort.controls(world);
        all.insert(all.end(), controls.begin(), controls.end());
        return all;
    };
    std::vector<SeededRun> runs;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        RunOptions options;
        options.seed = seed;
        options.duration = kNever / 4;  // It is stopped when it has told enough.
        runs.push_back({Simulation(plant, options), {}});
    }
    values = probe(runs.front().simulation.world()).size();
    Time length = fromSeconds(effort.batchSeconds);
    forEachSeed([&](std::size_t i) {
        runs[i].simulation.advance(length);
        runs[i].before = read(runs[i].simulation.world());
        runs[i].batches.resize(runs[i].before.size());
    });
    Estimates estimates;
    for (std::size_t count = 1;; ++count) {
        forEachSeed([&](std::size_t i) {
            SeededRun& run = runs[i];
            run.simulation.advance(run.simulation.now() + length);
            const std::vector<Counted> now = read(run.simulation.world());
            for (std::size_t k = 0; k < now.size(); ++k) {
                run.batches[k].push_back(
                    {now[k].sum - run.before[k].sum, now[k].over - run.before[k].over});
            }
            run.before = now;
        });
        if (count < kFewest) continue;
        estimates = summarisedOf(runs, values);
        if (effort.precision == 0 || isPrecise(estimates, effort.precision)) break;
        if (count < kMost) continue;
        for (SeededRun& run : runs) pairUp(run);
        count = kFewest;
        length *= 2;
    }
    // Conservation and Little's law are asserted inside.
    for (const SeededRun& run : runs) static_cast<void>(run.simulation.result());
    return estimates;
}

double halfWidthOf(const Estimate& estimate, std::size_t values) {
    const double z = normalQuantile(1 - 0.01 / (2 * static_cast<double>(values)));
    const double t = z * (1 + (z * z + 1) / (4 * static_cast<double>(estimate.freedom)));
    return t * estimate.error;
}

std::string whatIsOff(const std::string& name, const Estimate& estimate, double value,
                      const Acceptance& acceptance) {
    const double half = halfWidthOf(estimate, acceptance.values);
    const double off = std::abs(estimate.mean - value);
    std::string problem;
    if (off > half + 1e-9) problem = "outside its interval";
    if (acceptance.withinPercent && off > 0.01 * std::abs(value) + 1e-9) {
        problem += " off by more than 1 %";
    }
    if (problem.empty()) return {};
    return fmt::format("{}: {:.6g} ± {:.2g} for {:.6g}: {}\n", name, estimate.mean, half, value,
                       problem);
}

}  // namespace archivolt::traffic::test
