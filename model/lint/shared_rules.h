#pragma once

#include "model/base/rule.h"

namespace archivolt {

// The rules that more than one family reports, or that `lint` looks for to say a thing once.

inline constexpr Rule kNotOneOf{"CFN-E7",
                                Severity::Error,
                                "a value is not one of those that the property takes",
                                "the service takes no other values",
                                "give one of the values that the message names",
                                "CloudFormation Template Reference, resource and property types"};

inline constexpr Rule kOutOfBounds{
    "CFN-E8",
    Severity::Error,
    "a value is outside the bounds or the pattern of its property",
    "the service refuses the value",
    "keep to the bounds or the pattern that the message names",
    "CloudFormation Template Reference, resource and property types"};

inline constexpr Rule kValueForbidden{
    "CFN-E19",
    Severity::Error,
    "a value does not go with another property",
    "the service takes fewer values where the other property is so",
    "take one of the values that the message names",
    "CloudFormation Template Reference, resource and property types"};

inline constexpr Rule kNotInCatalogue{
    "CFN-N2",
    Severity::Low,
    "a type, property or attribute is not in this program's catalogue",
    "AWS adds some every week, so what the catalogue lacks may be newer than it, and is not judged",
    "look it up in AWS's reference; where it is not there either, it is a mistake",
    "CloudFormation Template Reference, resource and property types"};

inline constexpr Rule kNotInRegion{
    "CFN-N4",
    Severity::Medium,
    "a resource type is not offered in the stack's Region",
    "a Region gets some of AWS's services years after others; by the catalogue's day this one had "
    "not got the type",
    "deploy to another Region, or see AWS's list of services by Region for what is newer",
    "CloudFormation registry, types by Region"};

inline constexpr Rule kNoSuchInstance{
    "CFN-N6",
    Severity::Medium,
    "there was no such type of instance on the catalogue's day",
    "the deployment fails where the name is misspelt; AWS adds types every month, so one that is "
    "not known may be newer than the catalogue",
    "check the spelling against AWS's list; a newer type is fine",
    "Amazon EC2 Instance Types guide, instance-types"};

inline constexpr Rule kUndeclaredMapping{
    "CFN-E13",
    Severity::Error,
    "a mapping is not declared",
    "CloudFormation has nowhere to look the value up",
    "declare the mapping in Mappings, or name one that is there",
    "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kGatewayTwice{
    "IGW-E1",
    Severity::Error,
    "a VPC has two internet gateways or two egress-only ones, or a gateway two VPCs",
    "a VPC takes one internet gateway and one egress-only one, and a gateway one VPC",
    "remove all attachments but one",
    "Amazon VPC User Guide, amazon-vpc-limits"};

/// Those of this page.
inline constexpr const Rule* kSharedRules[] = {&kNotOneOf,          &kOutOfBounds, &kValueForbidden,
                                               &kNotInCatalogue,    &kNotInRegion, &kNoSuchInstance,
                                               &kUndeclaredMapping, &kGatewayTwice};

}  // namespace archivolt
