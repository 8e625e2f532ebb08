#pragma once

#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// One way to put a question that leaves things open: a place of each end, and addresses.
///
/// The addresses of `sources` and `destinations` are alike to every filter and route, so that the
/// flow's own addresses stand for them all.
struct Candidate {
    WalkQuestion flow;
    Family family = Family::Ipv4;
    AddressSet sources;
    AddressSet destinations;
    bool addressable = true;  ///< False: the receiver has no address that the sender can name.
};

/// Returns every candidate of a question, in a fixed order.
[[nodiscard]] std::vector<Candidate> candidatesOf(const NetworkIndex& network,
                                                  const ReachQuestion& question);

/// Returns the blocks that routes, network ACLs and prefix lists tell addresses apart by.
[[nodiscard]] std::vector<Cidr> blocksOfRoutesAndAcls(const NetworkIndex& network);

/// Says whether traffic is messages of ICMP alone that nobody answers, and some.
[[nodiscard]] bool asksForNoAnswer(const TrafficSet& traffic);

/// Returns what passes between two ends in one family, for a question of everything: nothing where
/// it is messages of ICMP alone that nobody answers. Who asks whether anything reaches somebody
/// means a connection, and a message that falls in unasked makes none.
/// Source: VPC User Guide, egress-only-internet-gateway (connections begin inside alone).
[[nodiscard]] TrafficBounds withoutUnasked(TrafficBounds passes);

/// Returns about how many addresses a set holds, to tell large from small ones.
[[nodiscard]] double roughSize(const AddressSet& addresses);

}  // namespace archivolt
