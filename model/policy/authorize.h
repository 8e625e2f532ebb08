#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "model/policy/compiled_policy.h"

namespace archivolt {

/// The answer to one request.
enum class AccessVerdict : std::uint8_t {
    Allowed,
    ImplicitlyDenied,
    ExplicitlyDenied,
    Unknown
};

/// Returns `Allowed`, `ImplicitlyDenied`, `ExplicitlyDenied` or `Unknown`.
[[nodiscard]] const char* toString(AccessVerdict verdict);

enum class PolicyLayer : std::uint8_t {
    Identity,
    Resource,
    Boundary,
    Session,
    ServiceControl,
    ResourceControl,
    Endpoint,  ///< Of the VPC endpoint that the request goes through.
};
inline constexpr std::size_t kPolicyLayers = 7;

/// Returns the layer's key in cases and reports: `identityPolicies`, `resourcePolicy`,
/// `boundaries`, `sessionPolicies`, `scps`, `rcps` or `endpointPolicy`.
[[nodiscard]] const char* toString(PolicyLayer layer);

using PolicyRef = const CompiledPolicy*;
using PolicyList = std::span<const PolicyRef>;

/// All policies that have a say, layer by layer; it views them.
struct PolicyLayers {
    PolicyList identity;           ///< Of the user and its groups, or of the role.
    PolicyRef resource = nullptr;  ///< The resource's, a role's trust policy among them.
    PolicyList boundaries;         ///< Each must allow; AWS knows one a principal.
    PolicyList sessions;           ///< Together they must allow.
    std::span<const PolicyList> serviceControls;   ///< By level: root, units, account.
    std::span<const PolicyList> resourceControls;  ///< Likewise.
    /// The organisation's management account, which SCPs and RCPs leave alone; empty: neither the
    /// caller's nor the resource's.
    std::string_view managementAccount;
    /// Of the VPC endpoint on the way; null pointer: none, or one that lets everything through.
    PolicyRef endpoint = nullptr;
    /// It is a gateway endpoint, where naming an account means its root user alone.
    bool gatewayEndpoint = false;
};

/// Where a statement stands.
struct StatementRef {
    PolicyLayer layer = PolicyLayer::Identity;
    std::uint32_t level = 0;  ///< Of SCPs and RCPs.
    std::uint32_t policy = 0;
    std::uint32_t statement = 0;
    friend bool operator==(const StatementRef&, const StatementRef&) = default;
};

/// What one layer says: whether it denies, whether it lets through, and by which statement.
struct LayerOutcome {
    bool present = false;  ///< It has policies that apply.
    Truth deny = Truth::No;
    Truth allow = Truth::No;
    StatementRef denyBy;
    StatementRef allowBy;
    /// Of Service control: the first level that does not surely allow.
    std::uint32_t stoppedAt = 0;
};

/// A decision and what it rests on; a plain value, made without allocating.
struct AccessDecision {
    AccessVerdict verdict = AccessVerdict::ImplicitlyDenied;
    Truth denied = Truth::No;   ///< Some layer denies explicitly.
    Truth allowed = Truth::No;  ///< The layers together allow, denials apart.
    std::array<LayerOutcome, kPolicyLayers> layers;
    std::array<LayerOutcome, kNamings> grants;  ///< The resource policy's, by `Naming`.
    bool sameAccount = true;
    bool resourceMustAllow = false;  ///< A key's or a role's own policy has the last word.
    bool undeniable = false;         ///< `sts:GetCallerIdentity`.
    bool rootIsCaller = false;

    [[nodiscard]] const LayerOutcome& of(PolicyLayer layer) const {
        return layers[static_cast<std::size_t>(layer)];
    }
    [[nodiscard]] const LayerOutcome& of(Naming naming) const {
        return grants[static_cast<std::size_t>(naming)];
    }
};

/// Decides a request by the documented order: an explicit deny in any layer; RCPs; SCPs, level by
/// level; identity and resource policy, in one account either, across accounts both; boundaries;
/// session policies; the policy of the endpoint on the way. Unknown where keys or parts that are
/// unknown leave it open.
///
/// Source: IAM User Guide, reference_policies_evaluation-logic, access_policies_boundaries,
/// reference_policies_evaluation-logic-cross-account, access_policies#policies_session,
/// reference_policies_elements_principal; Organizations, SCPs and RCPs; AWS PrivateLink Guide,
/// vpc-endpoints-access.
[[nodiscard]] AccessDecision authorize(const PreparedRequest& request, const PolicyLayers& layers);
[[nodiscard]] AccessDecision authorize(const AccessRequest& request, const PolicyLayers& layers);

/// Returns whose the request's resource is: as it says, as the ARN says, else the caller's.
[[nodiscard]] std::string_view accountOfResource(const AccessRequest& request);

/// Says whether the resource's own policy must allow, whatever identity policies say: KMS keys and
/// role trust policies.
[[nodiscard]] bool resourcePolicyMustAllow(const AccessRequest& request);

/// Says whether RCPs are about a service's actions; `service` in lower case.
[[nodiscard]] bool resourceControlsApplyTo(std::string_view service);

}  // namespace archivolt
