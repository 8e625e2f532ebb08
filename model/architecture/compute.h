#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/network.h"
#include "model/base/doubt.h"

namespace archivolt {

/// An EC2 instance; one that an Auto Scaling group would start has the group as its `fleet`.
struct Instance : Thing {
    Known<std::string> instanceType;
    Known<std::string> image;
    std::vector<ThingId> interfaces;  ///< Primary first.
    std::optional<Known<ThingId>> instanceProfile;
    std::optional<ThingId> fleet;
    Known<std::string> metadataTokens = std::string("optional");  ///< IMDS: `required` = v2 only.
    std::optional<Known<std::string>> userData;
    std::optional<Known<std::string>> zone;
    References volumes;
    friend bool operator==(const Instance&, const Instance&) = default;
};

/// A launch template (its newest version) or launch configuration.
struct LaunchTemplate : Thing {
    bool isConfiguration = false;
    Known<std::string> instanceType;
    Known<std::string> image;
    References securityGroups;
    std::optional<Known<ThingId>> instanceProfile;
    Value evaluated;  ///< LaunchTemplateData, or the configuration's properties.
    friend bool operator==(const LaunchTemplate&, const LaunchTemplate&) = default;
};

struct AutoScalingGroup : Thing {
    Known<std::int64_t> minSize = 0;
    Known<std::int64_t> maxSize = 0;
    std::optional<Known<std::int64_t>> desired;
    References subnets;
    References targetGroups;
    References classicLoadBalancers;
    std::optional<Known<ThingId>> launchTemplate;  ///< Or launch configuration.
    /// One per instance at the desired size (else the smallest), round-robin over the subnets.
    std::vector<ThingId> instances;
    Doubt instancesWhy;  ///< Not empty: why `instances` are not all.
    Known<std::string> healthCheckType = std::string("EC2");
    friend bool operator==(const AutoScalingGroup&, const AutoScalingGroup&) = default;
};

struct Volume : Thing {
    Known<std::string> zone;
    Known<std::int64_t> sizeGib = 8;
    Known<std::string> volumeType = std::string("gp2");
    Known<bool> encrypted = false;
    References instances;
    friend bool operator==(const Volume&, const Volume&) = default;
};

enum class LoadBalancerKind : std::uint8_t {
    Application,
    Network,
    Gateway,
    Classic
};

struct HealthCheck {
    Known<std::string> protocol;
    Known<std::int32_t> port = 0;  ///< 0: the traffic port.
    friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
};

/// A target of a group: an instance or interface, an address, a Lambda function, another balancer.
struct Target {
    Known<ThingId> thing;
    std::optional<Known<IpAddress>> address;
    Known<std::int32_t> port = 0;  ///< 0: the group's port.
    Origin origin;
    friend bool operator==(const Target&, const Target&) = default;
};

struct TargetGroup : Thing {
    Known<ThingId> vpc;
    Known<std::string> protocol;
    Known<std::int32_t> port = 0;
    Known<std::string> targetType = std::string("instance");
    std::vector<Target> targets;  ///< Auto Scaling and ECS ones included.
    HealthCheck healthCheck;
    std::optional<Known<bool>> preserveClientIp;  ///< As set; absent: the type's default.
    std::optional<Known<bool>> crossZone;         ///< As set; absent: the balancer's.
    friend bool operator==(const TargetGroup&, const TargetGroup&) = default;
};

/// What a listener does with a request that one of its rules (or its default) matches.
struct ListenerAction {
    std::string kind;  ///< `forward`, `redirect`, `fixed-response`, `authenticate-…`.
    References targetGroups;
    Value evaluated;  ///< The whole action.
    friend bool operator==(const ListenerAction&, const ListenerAction&) = default;
};

struct ListenerRule {
    Known<std::int32_t> priority;  ///< 0x7FFFFFFF for the default action.
    Value conditions;
    std::vector<ListenerAction> actions;
    Origin origin;
    friend bool operator==(const ListenerRule&, const ListenerRule&) = default;
};

struct Listener {
    Known<std::string> protocol;
    Known<std::int32_t> port = 0;
    std::vector<ListenerRule> rules;  ///< By priority; the default last.
    std::vector<std::string> certificates;
    std::optional<Known<std::string>> sslPolicy;
    std::optional<std::int32_t> instancePort;  ///< Of classic load balancers.
    std::string name;
    Origin origin;
    friend bool operator==(const Listener&, const Listener&) = default;
};

struct LoadBalancer : Thing {
    LoadBalancerKind kind = LoadBalancerKind::Application;
    Known<bool> internetFacing = true;
    Known<bool> crossZone = true;  ///< Nodes pass on to targets in other zones too.
    References subnets;
    References securityGroups;
    bool hasSecurityGroups = true;          ///< False: an NLB or GWLB created without any.
    Known<bool> filtersPrivateLink = true;  ///< Its groups judge what comes over PrivateLink.
    std::vector<ThingId> interfaces;        ///< One node per subnet.
    std::vector<Listener> listeners;
    References classicTargets;  ///< Instances of a classic load balancer.
    HealthCheck classicHealthCheck;
    friend bool operator==(const LoadBalancer&, const LoadBalancer&) = default;
};

struct LambdaFunction : Thing {
    std::vector<ThingId> interfaces;  ///< One per subnet; none outside a VPC.
    std::optional<Known<ThingId>> role;
    friend bool operator==(const LambdaFunction&, const LambdaFunction&) = default;
};

struct EcsService : Thing {
    std::optional<Known<ThingId>> cluster;
    Known<std::string> launchType = std::string("EC2");
    std::vector<ThingId> interfaces;  ///< One per subnet in `awsvpc` mode.
    References targetGroups;
    Known<std::int64_t> desired = 1;
    std::optional<Known<ThingId>> taskRole;
    friend bool operator==(const EcsService&, const EcsService&) = default;
};

}  // namespace archivolt
