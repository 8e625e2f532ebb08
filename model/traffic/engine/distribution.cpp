#include "model/traffic/engine/distribution.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "model/base/invariant.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

constexpr std::pair<Shape, const char*> kShapes[] = {
    {Shape::Constant, "constant"},    {Shape::Exponential, "exponential"},
    {Shape::Erlang, "erlang"},        {Shape::Hyperexponential, "hyperexponential"},
    {Shape::LogNormal, "log-normal"}, {Shape::Uniform, "uniform"},
    {Shape::Pareto, "pareto"},
};

tl::unexpected<Diagnostic> impossible(Shape shape, double mean, double cv2) {
    return failure(kNoDistribution,
                   fmt::format("no {} distribution has a mean of {} s and a cv² of {}",
                               shapeName(shape), mean, cv2),
                   "give a mean of 0 or more; cv² is 1/whole number for erlang, above 1 for "
                   "hyperexponential and pareto, at most 1/3 for uniform");
}

}  // namespace

const char* shapeName(Shape shape) {
    for (const auto& [one, name] : kShapes) {
        if (one == shape) return name;
    }
    return "";
}

Result<Shape> parseShape(std::string_view word) {
    for (const auto& [one, name] : kShapes) {
        if (word == name) return one;
    }
    return failure(kNoDistribution, fmt::format("`{}` is no distribution", word),
                   "write constant, exponential, erlang, hyperexponential, log-normal, uniform or "
                   "pareto");
}

Distribution Distribution::constant(double seconds) {
    Distribution made;
    made.m_mean = seconds;
    made.m_meanNs = seconds * 1e9;
    return made;
}

Distribution Distribution::exponential(double meanSeconds) {
    Distribution made = constant(meanSeconds);
    made.m_shape = Shape::Exponential;
    made.m_cv2 = 1;
    return made;
}

Distribution Distribution::uniform(double low, double high) {
    Distribution made = constant((low + high) / 2);
    made.m_shape = Shape::Uniform;
    made.m_a = low * 1e9;
    made.m_b = high * 1e9;
    made.m_cv2 =
        made.m_mean > 0 ? (high - low) * (high - low) / 12 / (made.m_mean * made.m_mean) : 0;
    return made;
}

Result<Distribution> Distribution::of(Shape shape, double meanSeconds, double cv2) {
    if (!(meanSeconds >= 0) || !(cv2 >= 0) || meanSeconds > 1e9) {
        return impossible(shape, meanSeconds, cv2);
    }
    Distribution made = constant(meanSeconds);
    made.m_shape = shape;
    made.m_cv2 = cv2;
    switch (shape) {
        case Shape::Constant: return constant(meanSeconds);
        case Shape::Exponential: return exponential(meanSeconds);
        case Shape::Erlang:
            if (cv2 <= 0 || cv2 > 1) return impossible(shape, meanSeconds, cv2);
            made.m_a = std::floor(1 / cv2 + 0.5);
            made.m_cv2 = 1 / made.m_a;
            return made;
        case Shape::Hyperexponential:
            if (cv2 < 1) return impossible(shape, meanSeconds, cv2);
            made.m_a = 0.5 * (1 + std::sqrt((cv2 - 1) / (cv2 + 1)));
            return made;
        case Shape::LogNormal: {
            if (cv2 <= 0 || meanSeconds <= 0) return constant(meanSeconds);
            const double variance = naturalLog(1 + cv2);
            made.m_a = naturalLog(made.m_meanNs) - variance / 2;
            made.m_b = std::sqrt(variance);
            return made;
        }
        case Shape::Uniform: {
            const double half = meanSeconds * std::sqrt(3 * cv2);
            if (half > meanSeconds) return impossible(shape, meanSeconds, cv2);
            return uniform(meanSeconds - half, meanSeconds + half);
        }
        case Shape::Pareto:
            if (cv2 <= 1) return impossible(shape, meanSeconds, cv2);
            made.m_a = 2 * cv2 / (cv2 - 1);  // cv² = a / (a − 2).
            made.m_b = made.m_meanNs * (made.m_a - 1);
            return made;
    }
    return impossible(shape, meanSeconds, cv2);
}

Time Distribution::sampleOther(RandomStream& stream) const {
    const double u = stream.uniform();
    switch (m_shape) {
        case Shape::Constant:
        case Shape::Exponential: break;
        case Shape::Erlang: {
            // A sum has no simple inverse; it draws one number for each stage.
            double sum = -naturalLog(u);
            for (int stage = 1; stage < static_cast<int>(m_a); ++stage) {
                sum -= naturalLog(stream.uniform());
            }
            return nearest(m_meanNs / m_a * sum);
        }
        case Shape::Hyperexponential: {
            // Branch i has share p and mean 1 / (2p): both bring the same part of the mean.
            const bool first = u < m_a;
            const double share = first ? m_a : 1 - m_a;
            const double inner = first ? u / m_a : (u - m_a) / (1 - m_a);
            const double safe = inner > 0 ? inner : 0x1p-53;
            return nearest(m_meanNs / (2 * share) * -naturalLog(safe));
        }
        case Shape::LogNormal: return nearest(traffic::exponential(m_a + m_b * normalQuantile(u)));
        case Shape::Uniform: return nearest(m_a + (m_b - m_a) * u);
        case Shape::Pareto: return nearest(m_b * (power(u, -1 / m_a) - 1));
    }
    return 0;
}

AliasTable::AliasTable(const std::vector<double>& weights) : m_cells(weights.size()) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    INVARIANT(sum > 0 && weights.size() < (1U << 30U));
    const double count = static_cast<double>(weights.size());
    std::vector<double> share(weights.size());
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        share[i] = weights[i] / sum * count;
        (share[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
        const std::uint32_t low = small.back();
        const std::uint32_t high = large.back();
        small.pop_back();
        m_cells[low] = {static_cast<std::uint32_t>(share[low] * 4294967295.0), high};
        share[high] -= 1 - share[low];
        if (share[high] >= 1) continue;
        large.pop_back();
        small.push_back(high);
    }
    // What is left has a share of 1, up to rounding; it keeps its whole cell.
    for (const std::uint32_t i : large) m_cells[i] = {0xFFFFFFFF, i};
    for (const std::uint32_t i : small) m_cells[i] = {0xFFFFFFFF, i};
}

AliasTable AliasTable::zipf(std::uint32_t count, double exponent) {
    std::vector<double> weights;
    weights.reserve(count);
    for (std::uint32_t rank = 1; rank <= count; ++rank) weights.push_back(power(rank, -exponent));
    return AliasTable(weights);
}

}  // namespace archivolt::traffic
