#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace archivolt {

enum class Family : std::uint8_t {
    Ipv4,
    Ipv6
};

/// An IPv4 or IPv6 address as a number; IPv4 uses the low 32 bits.
struct IpAddress {
    Family family = Family::Ipv4;
    std::uint64_t high = 0;  ///< The upper half of an IPv6 address; 0 for IPv4.
    std::uint64_t low = 0;

    /// Reads dotted decimal (no leading zeros) or RFC 4291 text, without zone or port.
    [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
    [[nodiscard]] static constexpr IpAddress v4(std::uint32_t bits) {
        return {Family::Ipv4, 0, bits};
    }
    [[nodiscard]] static constexpr IpAddress v6(std::uint64_t high, std::uint64_t low) {
        return {Family::Ipv6, high, low};
    }
    /// Returns the address `count` after this one; wraps at the family's end.
    [[nodiscard]] IpAddress plus(std::uint64_t count) const;
    /// Returns dotted decimal, or RFC 5952 text.
    [[nodiscard]] std::string toString() const;

    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// Returns the number of bits of an address: 32 or 128.
[[nodiscard]] constexpr int addressBits(Family family) { return family == Family::Ipv4 ? 32 : 128; }

}  // namespace archivolt
