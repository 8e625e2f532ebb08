#pragma once

#include <string>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Says whether an accelerator leads to an end, or to a part of it.
[[nodiscard]] bool isAccelerated(const NetworkIndex& network, const Endpoint& end);

/// Returns why the internet may reach an end all the same by an accelerator, though `answer` says
/// that it is blocked; empty where no accelerator leads to it, or something stops that as well.
///
/// An accelerator's interfaces stand in the subnets of its endpoints: their own addresses, routes
/// and ACLs do not matter, but their groups do, and an internet gateway has to be attached.
/// Source: Global Accelerator Developer Guide, about-endpoints.sipp-caveats and
/// preserve-client-ip-address.how-to-enable-preservation.
[[nodiscard]] std::string whyAccelerated(const NetworkIndex& network, const ReachQuestion& question,
                                         const ReachAnswer& answer);

}  // namespace archivolt
