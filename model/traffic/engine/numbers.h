#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace archivolt::traffic {

// Logarithm, exponential and quantiles of our own: those of C libraries differ in the last bits,
// and then two machines would not tell the same story. Only +, −, ×, ÷ and square root are used,
// which IEEE 754 fixes, and the folder is compiled without contraction into fused operations.

namespace detail {

inline constexpr int kLogBits = 7;
inline constexpr int kLogCells = 1 << kLogBits;

/// ln x for x in [1, 2], slowly, to fill the table at compile time.
constexpr double slowLog(double x) {
    const double s = (x - 1) / (x + 1);
    const double square = s * s;
    double sum = 0;
    double power = s;
    for (int k = 1; k < 60; k += 2) {
        sum += power / k;
        power *= square;
    }
    return 2 * sum;
}

struct LogCell {
    double inverse;  ///< 1 / c of the cell's middle c.
    double logarithm;
};

constexpr std::array<LogCell, kLogCells> makeLogTable() {
    std::array<LogCell, kLogCells> table{};
    for (int i = 0; i < kLogCells; ++i) {
        const double inverse = 1 / (1 + (i + 0.5) / kLogCells);
        table[static_cast<std::size_t>(i)] = {inverse, slowLog(1 / inverse)};
    }
    return table;
}

inline constexpr std::array<LogCell, kLogCells> kLogTable = makeLogTable();
inline constexpr double kLn2 = 0.69314718055994530942;

}  // namespace detail

/// Returns the natural logarithm of a positive, normal number; error below 2 units in the last
/// place of the larger of the result and 1.
[[nodiscard]] inline double naturalLog(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int exponent = static_cast<int>(bits >> 52U) - 1023;
    const double mantissa =
        std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
    const auto& cell =
        detail::kLogTable[(bits >> (52U - detail::kLogBits)) & (detail::kLogCells - 1)];
    const double r = mantissa * cell.inverse - 1;
    const double square = r * r;
    const double series = (1.0 / 3 - r * 0.25) + square * (0.2 - r * (1.0 / 6));
    return exponent * detail::kLn2 + (cell.logarithm + (r + square * (r * series - 0.5)));
}

/// Returns e to the power of x; 0 below −700, and e^700 above 700.
[[nodiscard]] double exponential(double x);
/// Returns `base` (positive) to the power of `exponent`.
[[nodiscard]] double power(double base, double exponent);
/// Returns the sine of an angle in turns (1 is a full circle).
[[nodiscard]] double sineOfTurns(double turns);
/// Returns the standard normal quantile of p in (0, 1); relative error below 1e-9.
[[nodiscard]] double normalQuantile(double p);

}  // namespace archivolt::traffic
