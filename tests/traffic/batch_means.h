#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/traffic/plant/plant.h"
#include "model/traffic/run/world.h"

namespace archivolt::traffic::test {

/// A quantity as it has been counted so far: what adds up, over what it is a mean of.
struct Counted {
    double sum = 0;
    double over = 0;
};

/// Reads the quantities of interest off a running world.
using Probe = std::function<std::vector<Counted>(const World&)>;

/// A mean with its standard error, by batch means.
struct Estimate {
    double mean = 0;
    double error = 0;
    std::size_t batches = 0;
};

/// Runs a plant on the committed seeds 1 to 5, each for `seconds` after a warm-up of a tenth, and
/// cuts each run into ten batches; the batches of all seeds are pooled (50).
std::vector<Estimate> estimate(const Plant& plant, double seconds, const Probe& probe);

/// Says what is wrong with an estimate of a known value; empty: nothing.
///
/// The value must lie within the interval in which all `values` of a test together hold with 99 %
/// (Bonferroni, Student's t), and be off by less than 1 %.
std::string whatIsOff(const std::string& name, const Estimate& estimate, double value,
                      std::size_t values);

}  // namespace archivolt::traffic::test
