#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/net/address.h"

namespace archivolt {

/// An address block in canonical form: the bits behind the prefix are zero.
class Cidr {
public:
    /// Makes 0.0.0.0/0.
    Cidr() = default;
    /// Makes the block of `length` bits around `address`, host bits cleared; length ≤ the family's.
    Cidr(IpAddress address, int length);
    /// Reads `address/length`; host bits are cleared (`hasHostBits` tells whether there were any).
    [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);
    /// Says whether `address/length` names a host and not a network: `10.0.0.1/24`.
    [[nodiscard]] static bool hasHostBits(std::string_view text);
    /// Returns every address of the family: 0.0.0.0/0 or ::/0.
    [[nodiscard]] static Cidr all(Family family);
    [[nodiscard]] static Cidr host(IpAddress address);

    [[nodiscard]] Family family() const { return m_first.family; }
    [[nodiscard]] int length() const { return m_length; }
    [[nodiscard]] const IpAddress& first() const { return m_first; }
    [[nodiscard]] IpAddress last() const;
    /// Returns how many addresses it holds, 2^63 at the most.
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] bool contains(const IpAddress& address) const;
    [[nodiscard]] bool contains(const Cidr& other) const;
    [[nodiscard]] bool overlaps(const Cidr& other) const;
    [[nodiscard]] std::string toString() const;

    friend bool operator==(const Cidr&, const Cidr&) = default;
    friend auto operator<=>(const Cidr&, const Cidr&) = default;

private:
    IpAddress m_first;
    int m_length = 0;
};

}  // namespace archivolt
