#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/net/cidr.h"

namespace archivolt {

/// Returns the first blocks of a length inside `space` that overlap none of `taken`, in order of
/// their addresses, at most `count`; none where `space` is smaller.
[[nodiscard]] std::vector<Cidr> freeBlocks(const Cidr& space, std::span<const Cidr> taken,
                                           int length, std::size_t count);

/// Returns the lengths between `shortest` and `longest` of which a block is free in `space`.
[[nodiscard]] std::vector<int> freeLengths(const Cidr& space, std::span<const Cidr> taken,
                                           int shortest, int longest);

/// Returns how many addresses of a subnet's block AWS leaves for use.
/// Source: Amazon VPC User Guide, subnet-sizing: the first four and the last are reserved.
[[nodiscard]] std::uint64_t usableAddresses(const Cidr& block);

}  // namespace archivolt
