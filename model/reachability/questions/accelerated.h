#pragma once

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns what may come to an end, or to a part of it, besides what comes to its own addresses
/// from the sender's: by an accelerator, by a public endpoint outside its VPC, or by a way of the
/// sender's to the internet outside its own.
[[nodiscard]] TrafficSet trafficBesides(const NetworkIndex& network, const Endpoint& from,
                                        const Endpoint& end);

/// Returns why an end may be reached all the same, though `answer` says that it is blocked;
/// empty where nothing leads there besides, or something stops that as well.
///
/// An accelerator's interfaces stand in the subnets of its endpoints: their own addresses, routes
/// and ACLs do not matter, but their groups do, and an internet gateway has to be attached. The
/// public endpoint of an EKS cluster or of an Airflow environment answers whoever reaches the
/// internet, on 443. What SageMaker runs in subnets has a way to the internet through a VPC of
/// SageMaker's, unless that is switched off.
/// Source: SageMaker AI Developer Guide, appendix-notebook-and-internet-access and
/// studio-notebooks-and-internet-access; MWAA User Guide, configuring-networking; Global
/// Accelerator Developer Guide, about-endpoints.sipp-caveats and
/// preserve-client-ip-address.how-to-enable-preservation; EKS User Guide, cluster-endpoint.
[[nodiscard]] Doubt whyBesides(const Reachability& reachability, const ReachQuestion& question,
                               const ReachAnswer& answer);

}  // namespace archivolt
