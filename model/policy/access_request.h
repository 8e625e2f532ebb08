#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.h"
#include "model/policy/request_context.h"

namespace archivolt {

enum class CallerKind : std::uint8_t {
    Anonymous,
    Root,  ///< An account's root user.
    User,
    Role,           ///< A role, whatever the name of its session.
    RoleSession,    ///< `assumed-role/Role/session`.
    FederatedUser,  ///< A session of GetFederationToken.
    Service,        ///< `cloudtrail.amazonaws.com`.
    Federated,      ///< Someone whom an identity provider vouches for, before taking on a role.
    CanonicalUser,  ///< An account by S3's canonical id.
};

/// Who makes a request.
struct Caller {
    CallerKind kind = CallerKind::Anonymous;
    std::string name;      ///< The ARN, service name, provider or id; empty when anonymous.
    std::string account;   ///< 12 digits; empty where it belongs to none.
    std::string roleName;  ///< Of roles and their sessions, without the path.

    /// Reads an ARN, an account's number (its root user), or a service's name.
    [[nodiscard]] static Result<Caller> parse(std::string_view text);
    [[nodiscard]] static Caller anonymous() { return {}; }
    [[nodiscard]] static Caller federated(std::string provider);
    [[nodiscard]] static Caller canonicalUser(std::string id);

    /// Says whether identity policies, boundaries and SCPs are about such callers.
    [[nodiscard]] bool isOfAccount() const { return !account.empty(); }
    /// Says whether it acts by a service-linked role, which SCPs leave alone.
    [[nodiscard]] bool isServiceLinked() const;
    friend bool operator==(const Caller&, const Caller&) = default;
};

/// One question: may this caller take this action on this resource?
///
/// The context is complete unless it says otherwise: a key that is not in it is absent. Nothing is
/// derived from the caller (`aws:username`, `aws:PrincipalArn`), so give what the request has.
struct AccessRequest {
    Caller caller;
    std::string action;    ///< `s3:GetObject`.
    std::string resource;  ///< An ARN, or `*`.
    std::string
        resourceAccount;  ///< Whose the resource is; empty: as the ARN says, else the caller's.
    bool wildcardOnly = false;  ///< The action can't be limited to resources: only `*` matches.
    RequestContext context;
};

}  // namespace archivolt
