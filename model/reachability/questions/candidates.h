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

/// Returns about how many addresses a set holds, to tell large from small ones.
[[nodiscard]] double roughSize(const AddressSet& addresses);

}  // namespace archivolt
