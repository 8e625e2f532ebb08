#pragma once

#include <cstdint>
#include <string_view>

namespace archivolt::traffic {

/// Stirs 64 bits so that each depends on all. Source: the finaliser of SplitMix64 (Steele, Lea and
/// Flood, 2014).
[[nodiscard]] constexpr std::uint64_t stir(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

/// Hashes a name to 64 bits, the same on every machine (FNV-1a, stirred).
[[nodiscard]] constexpr std::uint64_t hashOf(std::string_view text) {
    std::uint64_t state = 14695981039346656037ULL;
    for (const char c : text) {
        state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return stir(state);
}

/// A stream of random numbers of its own for each component and purpose, made of the run's seed and
/// a name: what one component draws, or whether it is there at all, never changes another's
/// numbers.
///
/// The n-th number is a function of key and n alone.
class RandomStream {
public:
    RandomStream() = default;
    /// `replication` tells runs of one seed apart.
    RandomStream(std::uint64_t seed, std::uint64_t replication, std::string_view name)
        : m_state(stir(stir(seed + 0x9E3779B97F4A7C15ULL) ^
                       stir(replication + 0xD1B54A32D192ED03ULL) ^ hashOf(name))) {}

    /// Returns 64 random bits.
    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15ULL;
        return stir(m_state);
    }
    /// Returns a number in (0, 1), never an end.
    double uniform() { return (static_cast<double>(next() >> 11U) + 0.5) * 0x1p-53; }
    /// Returns a whole number below `count`, which must be above 0; off uniform by less than 2^-32.
    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(((next() >> 32U) * count) >> 32U);
    }

private:
    std::uint64_t m_state = 0;
};

}  // namespace archivolt::traffic
