#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/traffic/plant/plant.h"
#include "model/traffic/run/run.h"

namespace archivolt::traffic::test {

/// One thing that a scenario expects of its run.
struct Expectation {
    std::string text;      ///< The whole line.
    std::string what;      ///< `status 503`, `share of web-1 at lb`.
    std::string relation;  ///< above, below, is, about, happens, never.
    double value = 0;
    std::string words;        ///< Of an event.
    double fromSeconds = 0;   ///< When an event is expected, from …
    double toSeconds = 1e18;  ///< … to.
};

/// A scenario of tests/scenarios/traffic: a plant in words, and what must come of it.
struct PlantScenario {
    std::string name;
    Plant plant;
    double seconds = 600;
    std::vector<Expectation> expectations;
    std::vector<std::string> facts;  ///< `T8`, as its comments cite them.
    std::string problem;             ///< Not empty: a line can't be read.
};

/// Reads a file's scenarios: what stands before the first `=== NAME` is shared by all.
std::vector<PlantScenario> readScenarios(const std::string& text);

/// Says what is wrong with an expectation; empty: it holds.
std::string whatFails(const PlantScenario& scenario, const Run& run, const Expectation& expected);

/// Reads a duration with its unit: `20ms`, `5s`, `10m`, `2h`, `1d`; below 0 when it is none.
double secondsIn(std::string_view word);

}  // namespace archivolt::traffic::test
