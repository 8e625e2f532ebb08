#pragma once

#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Says whether an address stands for all of an end that is many addresses of the internet.
[[nodiscard]] bool standsForInternet(const ReachQuestion& question, const IpAddress& address);

/// Returns what addresses of the hops stand for others, a sentence each: one of the internet for
/// all, one that AWS will choose for itself.
[[nodiscard]] std::vector<std::string> standInSentences(const ReachQuestion& question,
                                                        const ReachAnswer& answer);

}  // namespace archivolt
