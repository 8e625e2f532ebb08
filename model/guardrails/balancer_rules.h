#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Advice on load balancers that a change of the design can follow by itself.

inline constexpr Rule kBalancerWithoutInternet{
    "LB-6",
    Severity::High,
    "an internet-facing load balancer stands in a subnet without a route to an internet gateway",
    "clients of the internet get no answer from the load balancer's addresses in that subnet",
    "route the subnet to an internet gateway, or put the load balancer into one that is",
    "Elastic Load Balancing User Guide, application-load-balancers, subnets"};

inline constexpr Rule kBlockedHealthChecks{
    "LB-7",
    Severity::High,
    "health checks do not reach the targets",
    "a target whose health checks do not arrive is never sent a request",
    "let the targets' security groups and network ACLs take the health check's port from the "
    "load balancer, and the replies back",
    "Elastic Load Balancing User Guide, target-group-health-checks"};

}  // namespace archivolt
