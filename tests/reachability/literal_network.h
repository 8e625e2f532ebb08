#pragma once

#include <optional>
#include <string>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// Where a flow begins or ends; the thing is the interface, or the VPN connection of on-premises.
struct LiteralPlace {
    enum class Kind {
        Nowhere,
        Interface,
        Internet,
        OnPremises,
        LocalService
    };
    Kind kind = Kind::Nowhere;
    ThingId thing;
    friend bool operator==(const LiteralPlace&, const LiteralPlace&) = default;
};

/// A header; of ICMP the destination port is type · 256 + code.
struct LiteralPacket {
    IpAddress source;
    IpAddress destination;
    int protocol = 6;
    int sourcePort = 0;
    int destinationPort = 0;
};

/// One packet between two places; translating devices speak from `translatedPort`.
struct LiteralFlow {
    LiteralPlace from;
    LiteralPlace to;
    LiteralPacket packet;
    int translatedPort = 49152;
    /// A Network Load Balancer's node that hands the packet on with the client's address kept.
    std::optional<ThingId> preservingNode;
};

/// Says how a packet's round trip ends, in the words of the command: `delivered`, `denied-in`…
///
/// The third opinion beside the trace and the sets: the written facts of AWS's guides, read one
/// after the other over the plain architecture. Nothing of model/reachability is used, addresses
/// are compared bit by bit, every search is a loop over everything. Nothing is returned where the
/// architecture leaves open what matters, or where a thing is on the way that the facts here do
/// not cover: then this has no opinion.
[[nodiscard]] std::optional<std::string> literalDisposition(const Architecture& architecture,
                                                            const LiteralFlow& flow);

}  // namespace archivolt::test
