#pragma once

#include <cstdint>

namespace archivolt::traffic::test {

// Loops that do what a plant's requests do and nothing else: no component, no time-out, no health
// check, no count, no report. They are the ceilings that benchmarks hold the simulator against.

/// A bare M/M/1 at load 0.8: one heap of (time, what), two numbers drawn a customer, the stays
/// added up. Returns their sum.
[[nodiscard]] std::uint64_t bareQueue(std::uint64_t customers);

/// The bare way of a request through what `wholePath` makes: the same hops, servers and draws.
/// `edgeKeeps`: the edge keeps objects for an hour. Returns the sum of stays.
[[nodiscard]] std::uint64_t barePath(std::uint64_t requests, bool edgeKeeps);

}  // namespace archivolt::traffic::test
