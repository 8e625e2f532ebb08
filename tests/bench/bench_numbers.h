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

/// Returns what a clock (`CLOCK_THREAD_CPUTIME_ID`, `CLOCK_MONOTONIC`…) says, in milliseconds.
inline double clockMs(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Returns the middle one of some values; there must be one.
inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Returns the number, 1 at least, that an argument of the command is; `otherwise` where it is
/// absent.
inline std::size_t numberAt(const std::vector<std::string>& arguments, std::size_t at,
                            std::size_t otherwise) {
    const std::size_t given =
        arguments.size() > at ? std::strtoull(arguments[at].c_str(), nullptr, 10) : otherwise;
    return std::max<std::size_t>(given, 1);
}

/// Runs a benchmark with the numbers that a command line gives, PRINCIPALS (500) and PAIRS (9).
inline int runPairs(int argc, char** argv, void (*bench)(std::size_t, std::size_t)) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    bench(numberAt(arguments, 0, 500), numberAt(arguments, 1, 9));
    return 0;
}

}  // namespace archivolt::test
