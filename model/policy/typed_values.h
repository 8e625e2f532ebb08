#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace archivolt {

/// A decimal number of any length, read without rounding; it views the text that it was read from.
struct DecimalView {
    bool negative = false;
    std::string_view whole;     ///< Without leading zeros.
    std::string_view fraction;  ///< Without trailing zeros.

    /// Reads `-12.50`, with an optional sign; nothing for exponents or anything else.
    [[nodiscard]] static std::optional<DecimalView> parse(std::string_view text);
    [[nodiscard]] bool isZero() const { return whole.empty() && fraction.empty(); }
};
[[nodiscard]] std::strong_ordering compare(const DecimalView& a, const DecimalView& b);

/// A point of time: seconds since 1970-01-01T00:00:00Z, and a fraction of one.
struct Instant {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;

    /// Reads the W3C's forms of ISO 8601 (`2020-06-01T00:00:00.5+02:00`, `2020-06-01`, `2020-06`,
    /// `2020`), UTC where they name no zone, and epoch seconds (digits, not four of them).
    /// Source: IAM User Guide, reference_policies_elements_condition_operators, date conditions.
    [[nodiscard]] static std::optional<Instant> parse(std::string_view text);
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Reads `true` or `false` in any case.
[[nodiscard]] std::optional<bool> parseTruthValue(std::string_view text);

/// Decodes base64 (RFC 4648, padding optional); nothing for another text.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);
/// Says whether a base64 text stands for these bytes, without allocating.
[[nodiscard]] bool base64Equals(std::string_view text, std::string_view bytes);

}  // namespace archivolt
