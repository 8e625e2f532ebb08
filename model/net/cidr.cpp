#include "model/net/cidr.h"

#include <fmt/format.h>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// The bits of an address that a prefix does not fix.
struct HostMask {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

HostMask hostMask(Family family, int length) {
    const int free = addressBits(family) - length;
    const auto ones = [](int bits) {
        if (bits <= 0) return std::uint64_t{0};
        return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    };
    return {ones(free - 64), ones(free)};
}

struct AddressAndLength {
    IpAddress address;
    int length = 0;
};

std::optional<AddressAndLength> parseParts(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = IpAddress::parse(text.substr(0, slash));
    const std::string_view digits = text.substr(slash + 1);
    if (!address || digits.empty() || digits.size() > 3) return std::nullopt;
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    int length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        length = length * 10 + (c - '0');
    }
    if (length > addressBits(address->family)) return std::nullopt;
    return AddressAndLength{*address, length};
}

}  // namespace

Cidr::Cidr(IpAddress address, int length) : m_first(address), m_length(length) {
    INVARIANT(length >= 0 && length <= addressBits(address.family));
    const HostMask mask = hostMask(address.family, length);
    m_first.high &= ~mask.high;
    m_first.low &= ~mask.low;
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
    const auto parts = parseParts(text);
    return parts ? std::optional(Cidr(parts->address, parts->length)) : std::nullopt;
}

bool Cidr::hasHostBits(std::string_view text) {
    const auto parts = parseParts(text);
    return parts && Cidr(parts->address, parts->length).first() != parts->address;
}

Cidr Cidr::all(Family family) {
    return {family == Family::Ipv4 ? IpAddress::v4(0) : IpAddress::v6(0, 0), 0};
}

Cidr Cidr::host(IpAddress address) { return {address, addressBits(address.family)}; }

IpAddress Cidr::last() const {
    const HostMask mask = hostMask(family(), m_length);
    return {family(), m_first.high | mask.high, m_first.low | mask.low};
}

std::uint64_t Cidr::size() const {
    const int free = addressBits(family()) - m_length;
    return std::uint64_t{1} << (free < 63 ? free : 63);
}

bool Cidr::contains(const IpAddress& address) const {
    return address.family == family() && m_first <= address && address <= last();
}

bool Cidr::contains(const Cidr& other) const {
    return m_length <= other.m_length && contains(other.m_first);
}

bool Cidr::overlaps(const Cidr& other) const { return contains(other) || other.contains(*this); }

std::string Cidr::toString() const { return fmt::format("{}/{}", m_first.toString(), m_length); }

}  // namespace archivolt
