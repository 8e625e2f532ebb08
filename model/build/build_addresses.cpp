#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "model/build/build_products.h"

namespace archivolt {

namespace {

/// RFC 2544 keeps 198.18.0.0/15 for measurements: nobody's real address is ever in it.
constexpr std::uint32_t kPublicBase = 0xC6120000;
constexpr int kPublicPoolLength = 24;

/// The addresses of one family that a pool can give, and those that are gone.
class Range {
public:
    Range(IpAddress first, std::uint64_t count) : m_first(first), m_count(count) {}
    /// Takes an address out, wherever it is from.
    void keep(const IpAddress& address) { m_taken.insert(address.low); }
    /// Returns the first free address from `preference` on, round the end; nothing when all are
    /// gone.
    [[nodiscard]] std::optional<IpAddress> take(std::uint64_t preference) {
        if (m_given == m_count) return std::nullopt;
        for (std::uint64_t i = 0; i < m_count; ++i) {
            const IpAddress candidate = m_first.plus((preference % m_count + i) % m_count);
            if (m_taken.insert(candidate.low).second) {
                ++m_given;
                return candidate;
            }
        }
        m_given = m_count;
        return std::nullopt;
    }

private:
    IpAddress m_first;
    std::uint64_t m_count;
    std::uint64_t m_given = 0;
    std::unordered_set<std::uint64_t> m_taken;  // Never iterated.
};

struct Family4And6 {
    std::optional<Range> ipv4;
    std::optional<Range> ipv6;
    Doubt why4 = "the subnet has no IPv4 block";
    Doubt why6 = "the subnet has no IPv6 block";
};

Family4And6 rangesOf(const std::vector<Known<Cidr>>& blocks, bool isSubnet) {
    constexpr std::uint64_t kReservedBelow = 4;
    constexpr std::uint64_t kReserved = 5;
    constexpr std::uint64_t kHostsOfIpv6 = 0xFFE0;
    Family4And6 ranges;
    for (const Known<Cidr>& block : blocks) {
        if (!block.isKnown()) {
            ranges.why4 = ranges.why6 = block.why();
        } else if (block->family() == Family::Ipv6) {
            // 2^16 hosts are plenty, and short to read: 2001:db8::1a2b.
            if (block->length() <= 64) ranges.ipv6.emplace(block->first().plus(0x10), kHostsOfIpv6);
        } else if (!isSubnet) {
            ranges.ipv4.emplace(block->first().plus(1), block->size() - 2);
        } else if (block->size() > kReserved) {
            ranges.ipv4.emplace(block->first().plus(kReservedBelow), block->size() - kReserved);
        } else {
            ranges.why4 = fmt::format("{} has no address to give", block->toString());
        }
    }
    return ranges;
}

}  // namespace

ThingId publicPool(std::uint64_t preference) {
    return ThingId::external(fmt::format("public addresses {}", preference % kPublicPools));
}

std::optional<Cidr> publicPoolBlock(ThingId pool) {
    static const auto kBlocks = [] {
        std::vector<std::pair<ThingId, Cidr>> blocks;
        for (std::uint32_t i = 0; i < kPublicPools; ++i) {
            blocks.emplace_back(publicPool(i),
                                Cidr(IpAddress::v4(kPublicBase + (i << 8)), kPublicPoolLength));
        }
        std::ranges::sort(blocks);
        return blocks;
    }();
    const auto found =
        std::ranges::lower_bound(kBlocks, pool, {}, &std::pair<ThingId, Cidr>::first);
    if (found == kBlocks.end() || found->first != pool) return std::nullopt;
    return found->second;
}

std::vector<std::pair<ThingId, Allocation>> allocate(const std::vector<AddressRequest>& requests,
                                                     const std::vector<Known<Cidr>>& blocks,
                                                     bool isSubnet) {
    Family4And6 ranges = rangesOf(blocks, isSubnet);
    for (const AddressRequest& request : requests) {
        for (const IpAddress& address : request.fixed) {
            auto& range = address.family == Family::Ipv4 ? ranges.ipv4 : ranges.ipv6;
            if (range) range->keep(address);
        }
    }
    const auto give = [](std::optional<Range>& range, const Doubt& why, std::uint64_t preference) {
        if (!range) return Known<IpAddress>::unknown(why);
        const auto address = range->take(preference);
        return address ? Known<IpAddress>(*address)
                       : Known<IpAddress>::unknown("the subnet has no free address left");
    };
    std::vector<std::pair<ThingId, Allocation>> result;
    result.reserve(requests.size());
    for (const AddressRequest& request : requests) {
        Allocation allocation;
        // The pool of public addresses is chosen by the hash's low bits, the place by others.
        const std::uint64_t preference = request.preference / kPublicPools;
        if (!isSubnet && !request.fixed.empty()) allocation.ipv4 = request.fixed.front();
        if (request.wantsIpv4) allocation.ipv4 = give(ranges.ipv4, ranges.why4, preference);
        if (request.wantsIpv6) allocation.ipv6 = give(ranges.ipv6, ranges.why6, preference);
        result.emplace_back(request.holder, std::move(allocation));
    }
    return result;
}

}  // namespace archivolt
