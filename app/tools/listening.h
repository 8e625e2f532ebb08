#pragma once

#include <optional>

#include "model/design/naming_index.h"

namespace archivolt::tools {

/// Returns the port that a resource listens on, as its stack writes it: a number, or what a
/// parameter gives.
///
/// In this order: its own `Port`, that of the listeners of a load balancer, the port of a container
/// that is told to a balancer, the port on which its target group or classic balancer sends to it.
/// Nothing where none of them says so. Source: CloudFormation,
/// AWS::ElasticLoadBalancingV2::TargetGroup ("Port: the port on which the targets receive traffic";
/// `TargetDescription.Port` overrides it), AWS::ECS::Service LoadBalancer,
/// AWS::ElasticLoadBalancing::LoadBalancer Listeners.
[[nodiscard]] std::optional<Value> listeningPort(const Resource& resource,
                                                 const std::shared_ptr<const Stack>& stack,
                                                 const NamingIndex& naming);

/// Returns the first port that a security group lets somebody in on over TCP by rules of its own,
/// or by rules beside it; nothing where none has one.
[[nodiscard]] std::optional<Value> portInto(const Resource& group,
                                            const std::shared_ptr<const Stack>& stack,
                                            const NamingIndex& naming);

}  // namespace archivolt::tools
