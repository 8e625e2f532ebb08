#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/net/cidr.h"
#include "model/net/interval_set.h"

namespace archivolt {

struct AddressTraits {
    static IpAddress next(const IpAddress& address) { return address.plus(1); }
    static IpAddress previous(const IpAddress& address);
    static bool follows(const IpAddress& a, const IpAddress& b) { return a < b && next(a) == b; }
    static std::vector<Interval<IpAddress>> whole();
};

/// A set of addresses of both families.
using AddressSet = IntervalSet<IpAddress, AddressTraits>;
using AddressRange = Interval<IpAddress>;

/// Returns the addresses of a block.
[[nodiscard]] AddressSet addressesOf(const Cidr& block);
/// Returns the addresses of all blocks together.
[[nodiscard]] AddressSet addressesOf(std::span<const Cidr> blocks);
/// Returns the fewest blocks that hold exactly these addresses, ascending.
[[nodiscard]] std::vector<Cidr> toCidrs(const AddressSet& addresses);
/// Returns the addresses that are of this family.
[[nodiscard]] AddressSet ofFamily(const AddressSet& addresses, Family family);
/// Returns the blocks separated by commas; an empty text for none.
[[nodiscard]] std::string addressText(const AddressSet& addresses);

}  // namespace archivolt
