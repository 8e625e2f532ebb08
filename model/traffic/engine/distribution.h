#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/traffic/engine/numbers.h"
#include "model/traffic/engine/random_stream.h"
#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// The shape of a duration's distribution; `mean` is the mean of every one of them.
enum class Shape : std::uint8_t {
    Constant,
    Exponential,
    Erlang,            ///< Sum of `stages` exponentials, cv² = 1 / stages.
    Hyperexponential,  ///< Two exponentials with balanced means, cv² above 1.
    LogNormal,
    Uniform,  ///< From `low` to `high`.
    Pareto,   ///< Lomax tail of index above 2, by cv² above 1.
};

/// A distribution of durations: sampled by inverse of its distribution function, so that common
/// random numbers stay common when a parameter changes.
class Distribution {
public:
    /// The constant 0.
    Distribution() = default;
    [[nodiscard]] static Distribution constant(double seconds);
    [[nodiscard]] static Distribution exponential(double meanSeconds);
    [[nodiscard]] static Distribution uniform(double low, double high);
    /// Makes the shape of this mean and squared coefficient of variation; `cv2` is heeded where the
    /// shape leaves it free (Erlang rounds 1/cv² to whole stages). Fails on what no such
    /// distribution has.
    [[nodiscard]] static Result<Distribution> of(Shape shape, double meanSeconds, double cv2);

    [[nodiscard]] Shape shape() const { return m_shape; }
    [[nodiscard]] double mean() const { return m_mean; }
    /// Returns the squared coefficient of variation.
    [[nodiscard]] double cv2() const { return m_cv2; }

    /// Draws a duration in nanoseconds.
    Time sample(RandomStream& stream) const {
        if (m_shape == Shape::Exponential) {
            return nearest(m_meanNs * -naturalLog(stream.uniform()));
        }
        if (m_shape == Shape::Constant) return nearest(m_meanNs);
        return sampleOther(stream);
    }

    friend bool operator==(const Distribution&, const Distribution&) = default;

private:
    Time sampleOther(RandomStream& stream) const;

    Shape m_shape = Shape::Constant;
    double m_mean = 0;
    double m_meanNs = 0;
    double m_cv2 = 0;
    double m_a = 0;  // Stages; first branch's share; mu; low; tail index.
    double m_b = 0;  // -; -; sigma; high; scale in ns.
};

/// Returns a shape's word in scenarios (`log-normal`), and the shape of a word.
[[nodiscard]] const char* shapeName(Shape shape);
[[nodiscard]] Result<Shape> parseShape(std::string_view word);

/// A choice among weighted alternatives in constant time. Source: A. J. Walker, the alias method
/// (1977), in M. D. Vose's form (1991).
class AliasTable {
public:
    AliasTable() = default;
    /// Weights must not be negative, and one must be above 0.
    explicit AliasTable(const std::vector<double>& weights);
    /// Makes Zipf's law over `count` ranks: weight of rank r is r^-exponent.
    [[nodiscard]] static AliasTable zipf(std::uint32_t count, double exponent);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_cells.size()); }
    [[nodiscard]] std::uint32_t draw(RandomStream& stream) const {
        const std::uint64_t bits = stream.next();
        const auto cell = static_cast<std::uint32_t>(((bits >> 32U) * m_cells.size()) >> 32U);
        const Cell& at = m_cells[cell];
        return static_cast<std::uint32_t>(bits) < at.threshold ? cell : at.other;
    }

private:
    struct Cell {
        std::uint32_t threshold = 0xFFFFFFFF;  ///< Of 2^32.
        std::uint32_t other = 0;
    };
    std::vector<Cell> m_cells;
};

}  // namespace archivolt::traffic
