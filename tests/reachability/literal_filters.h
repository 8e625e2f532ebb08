#pragma once

#include <string>

#include "tests/reachability/literal_network.h"

namespace archivolt::test {

/// Thrown by the literal reading where it has no opinion.
struct NoOpinion {};
/// Thrown by the literal reading where a packet ends, with the word for it.
struct Lost {
    std::string how;
};

/// Returns a value that must be known for there to be an opinion.
template <class T>
const T& sure(const Known<T>& value) {
    if (!value.isKnown()) throw NoOpinion{};
    return *value;
}

/// Returns a thing that must be there for there to be an opinion.
template <class T>
const T& the(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    if (found == nullptr) throw NoOpinion{};
    return **found;
}

/// Says whether a block holds an address, bit by bit.
[[nodiscard]] bool blockHolds(const Cidr& block, const IpAddress& address);
[[nodiscard]] bool anyBlockHolds(const std::vector<Known<Cidr>>& blocks, const IpAddress& address);
/// Says whether an address lies in a block given as text.
[[nodiscard]] bool liesIn(const IpAddress& address, const char* block);
/// Says whether an address is private, shared, link-local or otherwise not of the internet.
[[nodiscard]] bool isSpecial(const IpAddress& address);

/// Who a security group sees at the other end: an interface whose groups count, or none.
struct LiteralPeer {
    IpAddress address;
    const NetworkInterface* interface = nullptr;
};

/// Facts 16-18, 21, 26, 64: some rule of some group of the interface must allow the packet.
[[nodiscard]] bool groupsAllow(const Architecture& architecture, const NetworkInterface& interface,
                               RuleDirection direction, const LiteralPeer& peer,
                               const LiteralPacket& packet);

/// Facts 1, 3, 4, 8, 9: the lowest-numbered entry that matches decides, and the last denies.
[[nodiscard]] bool aclAllows(const Architecture& architecture, const Subnet& subnet,
                             RuleDirection direction, const LiteralPacket& packet);

}  // namespace archivolt::test
