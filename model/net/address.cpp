#include "model/net/address.h"

#include <cstddef>

#include <fmt/format.h>

namespace archivolt {

namespace {

using Groups = std::array<std::uint16_t, 8>;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexDigit(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Reads one decimal part of an IPv4 address: 0 to 255 without leading zeros.
std::optional<std::uint32_t> parseOctet(std::string_view text) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text) {
        if (!isDigit(c)) return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value <= 255 ? std::optional(value) : std::nullopt;
}

std::optional<std::uint32_t> parseIpv4(std::string_view text) {
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        const bool isLast = part == 3;
        const std::size_t end = isLast ? text.size() : text.find('.');
        if (end == std::string_view::npos) return std::nullopt;
        const auto octet = parseOctet(text.substr(0, end));
        if (!octet) return std::nullopt;
        bits = bits << 8U | *octet;
        text.remove_prefix(isLast ? end : end + 1);
    }
    return bits;
}

/// Reads groups between single colons into `groups` from `count` on; false for malformed text.
bool parseGroups(std::string_view text, bool mayEndInIpv4, Groups& groups, std::size_t& count) {
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        if (colon == std::string_view::npos && mayEndInIpv4 &&
            part.find('.') != std::string_view::npos) {
            const auto bits = parseIpv4(part);
            if (!bits || count + 2 > groups.size()) return false;
            groups[count++] = static_cast<std::uint16_t>(*bits >> 16U);
            groups[count++] = static_cast<std::uint16_t>(*bits);
            return true;
        }
        if (part.empty() || part.size() > 4 || count == groups.size()) return false;
        std::uint32_t value = 0;
        for (const char c : part) {
            const int digit = hexDigit(c);
            if (digit < 0) return false;
            value = value << 4U | static_cast<std::uint32_t>(digit);
        }
        groups[count++] = static_cast<std::uint16_t>(value);
        if (colon == std::string_view::npos) return true;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;
    }
    return true;
}

IpAddress fromGroups(const Groups& groups) {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (std::size_t i = 0; i < 4; ++i) high = high << 16U | groups[i];
    for (std::size_t i = 4; i < 8; ++i) low = low << 16U | groups[i];
    return IpAddress::v6(high, low);
}

std::optional<IpAddress> parseIpv6(std::string_view text) {
    Groups groups{};
    std::size_t count = 0;
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        if (!parseGroups(text, true, groups, count) || count != groups.size()) return std::nullopt;
        return fromGroups(groups);
    }
    if (!parseGroups(text.substr(0, gap), false, groups, count)) return std::nullopt;
    Groups tail{};
    std::size_t tailCount = 0;
    if (!parseGroups(text.substr(gap + 2), true, tail, tailCount)) return std::nullopt;
    if (count + tailCount >= groups.size()) return std::nullopt;
    for (std::size_t i = 0; i < tailCount; ++i) groups[groups.size() - tailCount + i] = tail[i];
    return fromGroups(groups);
}

std::string ipv4Text(std::uint32_t bits) {
    return fmt::format("{}.{}.{}.{}", bits >> 24U, bits >> 16U & 255U, bits >> 8U & 255U,
                       bits & 255U);
}

/// A run of zero groups: the first of the longest, where it has at least two (RFC 5952, 4.2).
struct ZeroRun {
    std::size_t begin = 0;
    std::size_t length = 0;
};

ZeroRun longestZeroRun(const Groups& groups) {
    ZeroRun best;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i] != 0) {
            begin = i + 1;
        } else if (i + 1 - begin > best.length) {
            best = {begin, i + 1 - begin};
        }
    }
    return best.length >= 2 ? best : ZeroRun{};
}

std::string ipv6Text(std::uint64_t high, std::uint64_t low) {
    if (high == 0 && low >> 32U == 0xFFFF) {
        return "::ffff:" + ipv4Text(static_cast<std::uint32_t>(low));
    }
    Groups groups{};
    for (std::size_t i = 0; i < 4; ++i) {
        groups[i] = static_cast<std::uint16_t>(high >> (48U - 16U * i));
        groups[i + 4] = static_cast<std::uint16_t>(low >> (48U - 16U * i));
    }
    const ZeroRun run = longestZeroRun(groups);
    std::string text;
    for (std::size_t i = 0; i < groups.size();) {
        if (run.length > 0 && i == run.begin) {
            text += "::";
            i += run.length;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        text += fmt::format("{:x}", groups[i++]);
    }
    return text;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return parseIpv6(text);
    const auto bits = parseIpv4(text);
    return bits ? std::optional(v4(*bits)) : std::nullopt;
}

IpAddress IpAddress::plus(std::uint64_t count) const {
    if (family == Family::Ipv4) return v4(static_cast<std::uint32_t>(low + count));
    const std::uint64_t sum = low + count;
    return v6(high + (sum < low ? 1 : 0), sum);
}

std::string IpAddress::toString() const {
    return family == Family::Ipv4 ? ipv4Text(static_cast<std::uint32_t>(low)) : ipv6Text(high, low);
}

}  // namespace archivolt
