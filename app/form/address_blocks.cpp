#include "app/form/address_blocks.h"

#include <algorithm>
#include <optional>

namespace archivolt {

namespace {

constexpr std::uint64_t kReserved = 5;

/// Returns the first block of a length whose addresses are all behind `last`; nothing behind the
/// end.
std::optional<Cidr> blockBehind(const IpAddress& last, int length) {
    const IpAddress next = last.plus(1);
    if (next < last) return std::nullopt;
    const Cidr block(next, length);
    if (block.first() == next) return block;
    return blockBehind(block.last(), length);
}

}  // namespace

std::vector<Cidr> freeBlocks(const Cidr& space, std::span<const Cidr> taken, int length,
                             std::size_t count) {
    std::vector<Cidr> found;
    if (length < space.length() || length > addressBits(space.family())) {
        return found;
    }
    std::optional<Cidr> block = Cidr(space.first(), length);
    while (block && space.contains(*block) && found.size() < count) {
        const auto other =
            std::ranges::find_if(taken, [&](const Cidr& one) { return one.overlaps(*block); });
        if (other == taken.end()) found.push_back(*block);
        const bool isLarger = other != taken.end() && other->length() < length;
        block = blockBehind(isLarger ? other->last() : block->last(), length);
    }
    return found;
}

std::vector<int> freeLengths(const Cidr& space, std::span<const Cidr> taken, int shortest,
                             int longest) {
    std::vector<int> lengths;
    for (int length = std::max(shortest, space.length()); length <= longest; ++length) {
        if (!freeBlocks(space, taken, length, 1).empty()) lengths.push_back(length);
    }
    return lengths;
}

std::uint64_t usableAddresses(const Cidr& block) {
    return block.size() > kReserved ? block.size() - kReserved : 0;
}

}  // namespace archivolt
