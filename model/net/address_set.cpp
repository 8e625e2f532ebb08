#include "model/net/address_set.h"

#include <bit>

namespace archivolt {

namespace {

/// Returns the length of the largest block that begins at `first` and ends at `last` at the latest.
int longestBlockFrom(const IpAddress& first, const IpAddress& last) {
    const int bits = addressBits(first.family);
    int trailing = 0;
    if (first.low != 0) {
        trailing = std::countr_zero(first.low);
    } else if (first.family == Family::Ipv4 || first.high == 0) {
        trailing = bits;
    } else {
        trailing = 64 + std::countr_zero(first.high);
    }
    int length = bits - std::min(trailing, bits);
    while (last < Cidr(first, length).last()) ++length;
    return length;
}

}  // namespace

IpAddress AddressTraits::previous(const IpAddress& address) {
    if (address.family == Family::Ipv4) {
        return IpAddress::v4(static_cast<std::uint32_t>(address.low - 1));
    }
    return IpAddress::v6(address.high - (address.low == 0 ? 1 : 0), address.low - 1);
}

std::vector<AddressRange> AddressTraits::whole() {
    const Cidr four = Cidr::all(Family::Ipv4);
    const Cidr six = Cidr::all(Family::Ipv6);
    return {{four.first(), four.last()}, {six.first(), six.last()}};
}

AddressSet addressesOf(const Cidr& block) { return AddressSet({block.first(), block.last()}); }

AddressSet addressesOf(std::span<const Cidr> blocks) {
    std::vector<AddressRange> ranges;
    ranges.reserve(blocks.size());
    for (const Cidr& block : blocks) ranges.push_back({block.first(), block.last()});
    return AddressSet::ofRanges(std::move(ranges));
}

std::vector<Cidr> toCidrs(const AddressSet& addresses) {
    std::vector<Cidr> blocks;
    for (const AddressRange& range : addresses.ranges()) {
        IpAddress first = range.first;
        while (true) {
            const Cidr block(first, longestBlockFrom(first, range.last));
            blocks.push_back(block);
            if (block.last() == range.last) break;
            first = block.last().plus(1);
        }
    }
    return blocks;
}

AddressSet ofFamily(const AddressSet& addresses, Family family) {
    return addresses & addressesOf(Cidr::all(family));
}

std::string addressText(const AddressSet& addresses) {
    std::string text;
    for (const Cidr& block : toCidrs(addresses)) {
        if (!text.empty()) text += ',';
        text += block.toString();
    }
    return text;
}

}  // namespace archivolt
