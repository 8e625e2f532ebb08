#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/value/value.h"

namespace archivolt {

enum class PrincipalKind : std::uint8_t {
    User,
    Group,
    Role
};

struct InlinePolicy {
    std::string name;
    Value document;  ///< Evaluated.
    Origin origin;
    friend bool operator==(const InlinePolicy&, const InlinePolicy&) = default;
};

struct Principal : Thing {
    PrincipalKind kind = PrincipalKind::Role;
    std::optional<Value> trustPolicy;
    std::vector<InlinePolicy> policies;  ///< Inline and by `AWS::IAM::Policy`.
    References managedPolicies;
    std::vector<std::string> awsManagedPolicies;  ///< ARNs of policies outside the design.
    References groups;                            ///< Of users.
    std::optional<Known<ThingId>> boundary;
    friend bool operator==(const Principal&, const Principal&) = default;
};

struct ManagedPolicy : Thing {
    Value document;
    friend bool operator==(const ManagedPolicy&, const ManagedPolicy&) = default;
};

struct InstanceProfile : Thing {
    References roles;
    friend bool operator==(const InstanceProfile&, const InstanceProfile&) = default;
};

}  // namespace archivolt
