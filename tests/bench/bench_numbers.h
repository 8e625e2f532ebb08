#pragma once

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace archivolt::test {

/// Returns the processor time that the program has used, in milliseconds.
inline double processorTime() {
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Returns the middle one of some values; there must be one.
inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Runs a benchmark with the numbers that a command line gives, PRINCIPALS (500) and PAIRS (9).
inline int runPairs(int argc, char** argv, void (*bench)(std::size_t, std::size_t)) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto number = [&](std::size_t at, std::size_t otherwise) {
        const std::size_t given =
            arguments.size() > at ? std::strtoull(arguments[at].c_str(), nullptr, 10) : otherwise;
        return std::max<std::size_t>(given, 1);
    };
    bench(number(0, 500), number(1, 9));
    return 0;
}

}  // namespace archivolt::test
