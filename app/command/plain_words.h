#pragma once

#include <string>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns traffic of one family in words: ICMP by what its messages are called (`echo request`),
/// never the other family's; protocols that few know as "other protocols".
[[nodiscard]] std::string trafficWords(const TrafficSet& traffic, Family family);

/// Returns addresses in words: "the IPv4 internet" for all of it, "most of the IPv4 internet" where
/// a list of blocks would say less; short lists as they are.
[[nodiscard]] std::string addressWords(const AddressSet& addresses, const AddressSet& internet);

/// Returns why an answer is what it is, in one sentence; empty where nothing decides.
[[nodiscard]] std::string causeSentence(const ReachQuestion& question, const ReachAnswer& answer);

/// Returns what a hop says about itself, with "the internet" for the address that stands for it.
[[nodiscard]] std::string plainWhy(const ReachQuestion& question, const Hop& hop);

}  // namespace archivolt
