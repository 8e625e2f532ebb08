#pragma once

#include <string>
#include <vector>

#include "tests/command/simulated.h"

// Small designs for `simulate`.

namespace archivolt::test {

/// A network of two zones with an instance in each, for what is put in front of them.
inline constexpr const char* kTwoInstances = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Web1: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A}}
  Web2: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref B}}
  Targets1: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80, Targets: [{Id: !Ref Web1}]}}
  Targets2: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80, Targets: [{Id: !Ref Web2}]}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
)";

inline constexpr const char* kTwoGroups =
    R"(  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref Targets1, Weight: 9}, {TargetGroupArn: !Ref Targets2, Weight: 1}]}}]}}
)";

/// A group and a distribution that do what is not simulated.
inline constexpr const char* kLeftOut = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Template: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-12345678, InstanceType: t3.micro}}}
  Group: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: "2", MaxSize: "4", VPCZoneIdentifier: [!Ref A, !Ref B], TargetGroupARNs: [!Ref Targets], LifecycleHookSpecificationList: [{LifecycleHookName: a, LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING"}], MixedInstancesPolicy: {LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: !Ref Template, Version: "1"}, Overrides: [{InstanceType: t3.small}, {InstanceType: t3a.small}]}}}}
  Pool: {Type: AWS::AutoScaling::WarmPool, Properties: {AutoScalingGroupName: !Ref Group}}
  Hook: {Type: AWS::AutoScaling::LifecycleHook, Properties: {AutoScalingGroupName: !Ref Group, LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING"}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}}
  Front: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true, Origins: [{Id: a, DomainName: !GetAtt Alb.DNSName, CustomOriginConfig: {OriginProtocolPolicy: http-only}}], Restrictions: {GeoRestriction: {RestrictionType: whitelist, Locations: [DE]}}, DefaultCacheBehavior: {TargetOriginId: a, ViewerProtocolPolicy: allow-all, FunctionAssociations: [{EventType: viewer-request, FunctionARN: "arn:aws:cloudfront::123456789012:function/f"}]}}}}
)";

/// A service of two tasks behind a balancer, which its CPU utilisation scales.
inline constexpr const char* kScaledService =
    R"(  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80, TargetType: ip}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}}
  Cluster: {Type: AWS::ECS::Cluster}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: awsvpc, Cpu: "1024", Memory: "2048", RequiresCompatibilities: [FARGATE], ContainerDefinitions: [{Name: web, Image: web, PortMappings: [{ContainerPort: 80}]}]}}
  Web: {Type: AWS::ECS::Service, DependsOn: Listener, Properties: {Cluster: !Ref Cluster, DesiredCount: 2, LaunchType: FARGATE, TaskDefinition: !Ref Task, NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A, !Ref B]}}, LoadBalancers: [{ContainerName: web, ContainerPort: 80, TargetGroupArn: !Ref Group}]}}
  Size: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {ServiceNamespace: ecs, ScalableDimension: "ecs:service:DesiredCount", ResourceId: !Sub "service/${Cluster}/${Web.Name}", MinCapacity: 2, MaxCapacity: 8}}
)";
inline constexpr const char* kTracked =
    R"(  Policy: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: cpu, PolicyType: TargetTrackingScaling, ScalingTargetId: !Ref Size, TargetTrackingScalingPolicyConfiguration: {TargetValue: 50, PredefinedMetricSpecification: {PredefinedMetricType: ECSServiceAverageCPUUtilization}}}}
)";

/// A group of two, without what waits beside it; `more` goes into its properties.
inline std::string plainGroup(const std::string& more) {
    std::string text = kLeftOut;
    const auto launching = text.find("LifecycleHookSpecificationList");
    text.erase(launching, text.find("MixedInstancesPolicy") - launching);
    const auto pool = text.find("  Pool: ");
    text.erase(pool, text.find("  Hook: ") - pool);
    return text.insert(text.find("MixedInstancesPolicy"), more);
}

}  // namespace archivolt::test
