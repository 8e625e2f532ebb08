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
    std::size_t freedom = 0;  ///< Degrees of freedom that the error has.
};

/// How far an estimate is to go.
struct Effort {
    /// The length of the first batches and of the warm-up; long beside what the plant remembers.
    double batchSeconds = 0;
    /// The standard error to get below, as a share of each mean; 0: ten batches a seed, no more.
    double precision = 1.0 / 300;
    /// What a run draws, of which the mean is known: what was drawn, over what is expected.
    Probe controls = {};
};

/// Estimates, and what is known beforehand beside them.
struct Estimates {
    std::vector<Estimate> values;    ///< In the order of the probe.
    std::vector<Estimate> controls;  ///< Each should be 1.
};

/// Runs a plant on the committed seeds 1 to 5, each for a warm-up and then batch by batch, until
/// the batches of all seeds together (50 to 100) tell every mean as closely as asked; two batches
/// become one where there are 20 of a seed.
///
/// With controls, each mean is what the regression of batches on them gives for draws that are just
/// as expected: long queues come half of too many arrivals and too much work, whose means are known
/// exactly. A plant that draws wrongly is not excused by it, since the controls are estimated too.
Estimates estimate(const Plant& plant, const Effort& effort, const Probe& probe);

/// How many means a test compares, and how closely.
struct Acceptance {
    std::size_t values = 1;
    bool withinPercent = true;  ///< Off by less than 1 %; else the interval alone decides.
};

/// Says what is wrong with an estimate of a known value; empty: nothing.
///
/// The value must lie within the interval in which all `values` of a test together hold with 99 %
/// (Bonferroni, Student's t), and be off by less than 1 %.
std::string whatIsOff(const std::string& name, const Estimate& estimate, double value,
                      const Acceptance& acceptance);

/// Half the width of that interval.
double halfWidthOf(const Estimate& estimate, std::size_t values);

}  // namespace archivolt::traffic::test
