#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/value/value.h"

namespace archivolt::test {

/// A small generator of our own, so that a seed gives the same cases everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    /// Returns a number below `bound`.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    bool oneIn(std::size_t count) { return below(count) == 0; }
    template <class T>
    const T& of(const std::vector<T>& items) {
        return items[below(items.size())];
    }

private:
    std::uint64_t m_state;
};

/// Makes cases in which things often meet: few names, few actions, few values, all layers.
class RandomCases {
public:
    explicit RandomCases(std::uint64_t seed) : m_random(seed) {}
    [[nodiscard]] Value next();
    /// Makes a policy document of an identity policy.
    [[nodiscard]] Value identityPolicy() { return policy(false, false); }

private:
    [[nodiscard]] Value policy(bool names, bool trust);
    [[nodiscard]] Value statement(bool names, bool trust);
    [[nodiscard]] Value principals();
    [[nodiscard]] Value conditions();
    [[nodiscard]] Value context();
    [[nodiscard]] Value policies(std::size_t most, bool names);
    [[nodiscard]] Value levels(bool names);
    [[nodiscard]] Value textOrList(const std::vector<std::string>& of);

    Random m_random;
    std::string m_resource;
};

}  // namespace archivolt::test
