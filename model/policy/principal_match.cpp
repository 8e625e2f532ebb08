#include <algorithm>

#include "model/policy/compiled_policy.h"
#include "model/policy/truth.h"

// Whom the statements of policies name. Source: IAM User Guide,
// reference_policies_elements_principal and reference_policies_elements_notprincipal.
namespace archivolt {

namespace {

using Namings = std::array<Truth, kNamings>;

bool isRoleLike(const Caller& caller) {
    return caller.kind == CallerKind::Role || caller.kind == CallerKind::RoleSession;
}

/// Says whether a caller is what entries of a type name: what is told at deployment may be any.
bool isOfType(const Caller& caller, PrincipalType type) {
    switch (type) {
        case PrincipalType::Everyone: return true;
        case PrincipalType::Aws:
            return caller.isOfAccount() || caller.kind == CallerKind::Anonymous;
        case PrincipalType::Service: return caller.kind == CallerKind::Service;
        case PrincipalType::Federated: return caller.kind == CallerKind::Federated;
        case PrincipalType::CanonicalUser: return caller.kind == CallerKind::CanonicalUser;
    }
    return true;
}

bool hasAnyOf(const Namings& namings, Truth truth) {
    return std::ranges::find(namings, truth) != namings.end();
}

}  // namespace

/// Says whether an entry names the caller in one of the ways.
Truth CompiledPolicy::names(const Principal& principal, const Caller& caller, Naming naming) {
    const bool directly = naming == Naming::Directly;
    if (principal.unknown) {
        if (!isOfType(caller, principal.type)) return Truth::No;
        if (principal.type != PrincipalType::Aws && !directly) return Truth::No;
        if (naming == Naming::ByRole && !isRoleLike(caller)) return Truth::No;
        return Truth::Unknown;
    }
    switch (principal.type) {
        case PrincipalType::Everyone: return truthOf(directly);
        case PrincipalType::Service:
            return truthOf(directly && caller.kind == CallerKind::Service &&
                           caller.name == principal.name);
        case PrincipalType::Federated:
            return truthOf(directly && caller.kind == CallerKind::Federated &&
                           caller.name == principal.name);
        case PrincipalType::CanonicalUser:
            return truthOf(directly && caller.kind == CallerKind::CanonicalUser &&
                           caller.name == principal.name);
        case PrincipalType::Aws: break;
    }
    const Caller& named = principal.caller;
    if (!caller.isOfAccount() || named.account != caller.account) return Truth::No;
    if (naming == Naming::ByAccount) return truthOf(principal.isAccount);
    // A role's name is unique in its account whatever its path, which sessions do not tell.
    const bool sameRole =
        isRoleLike(named) && isRoleLike(caller) && named.roleName == caller.roleName;
    if (naming == Naming::ByRole) {
        const bool bothRoles = named.kind == CallerKind::Role && caller.kind == CallerKind::Role;
        return truthOf(sameRole && named.kind == CallerKind::Role &&
                       (!bothRoles || named.name == caller.name));
    }
    if (principal.isAccount || named.kind == CallerKind::Role) return Truth::No;
    if (named.kind == CallerKind::RoleSession && caller.kind == CallerKind::Role) {
        return sameRole ? Truth::Unknown : Truth::No;  // It may be that very session.
    }
    return truthOf(named.name == caller.name);
}

bool CompiledPolicy::mayName(const Caller& caller) const {
    if (!m_document.why.empty()) return true;
    const auto inSomeWay = [&](const Principal& principal) {
        return names(principal, caller, Naming::Directly) != Truth::No ||
               names(principal, caller, Naming::ByRole) != Truth::No ||
               names(principal, caller, Naming::ByAccount) != Truth::No;
    };
    return std::ranges::any_of(m_statements, [&](const Statement& statement) {
        if (!statement.usable || statement.unknown) return statement.unknown;
        if (statement.effect != PolicyEffect::Allow || !statement.hasPrincipals) return false;
        return statement.notPrincipals || std::ranges::any_of(statement.principals, inSomeWay);
    });
}

bool CompiledPolicy::mayNameAccounts() const {
    if (!m_document.why.empty()) return true;
    const auto isOfAccounts = [](const Principal& principal) {
        return principal.type == PrincipalType::Aws || principal.type == PrincipalType::Everyone;
    };
    return std::ranges::any_of(m_statements, [&](const Statement& statement) {
        if (!statement.usable || statement.unknown) return statement.unknown;
        if (statement.effect != PolicyEffect::Allow || !statement.hasPrincipals) return false;
        return statement.notPrincipals || std::ranges::any_of(statement.principals, isOfAccounts);
    });
}

CompiledPolicy::Namings CompiledPolicy::namings(const Statement& statement,
                                                const PreparedRequest& request) const {
    Namings result = {Truth::No, Truth::No, Truth::No};
    // Not stated on a page; independent evaluators agree that such a statement matches nobody.
    if (!statement.hasPrincipals) return result;
    if (statement.notPrincipals) return namingsOfOthers(statement, request);
    const Caller& caller = request.request.caller;
    for (const Principal& principal : statement.principals) {
        for (std::size_t i = 0; i < kNamings; ++i) {
            result[i] = either(result[i], names(principal, caller, static_cast<Naming>(i)));
        }
    }
    return result;
}

/// Judges NotPrincipal: whoever is not named is meant.
///
/// Denying, AWS may look at the account first, then at the role, then at the session: who is named
/// without the account (or a session without its role) may be denied or not, and that is Unknown.
/// An account alone that is named is taken for all in it only when nothing finer is asked: Unknown
/// too.
CompiledPolicy::Namings CompiledPolicy::namingsOfOthers(const Statement& statement,
                                                        const PreparedRequest& request) const {
    const Caller& caller = request.request.caller;
    Namings named = {Truth::No, Truth::No, Truth::No};
    bool everyone = false;
    for (const Principal& principal : statement.principals) {
        everyone = everyone || (principal.type == PrincipalType::Everyone && !principal.unknown);
        for (std::size_t i = 0; i < kNamings; ++i) {
            named[i] = either(named[i], names(principal, caller, static_cast<Naming>(i)));
        }
    }
    const Namings none = {Truth::No, Truth::No, Truth::No};
    const Namings all = {Truth::Yes, Truth::No, Truth::No};
    const Namings unknown = {Truth::Unknown, Truth::No, Truth::No};
    const bool iam = caller.kind == CallerKind::User || isRoleLike(caller);
    const bool deny = statement.effect == PolicyEffect::Deny;
    // Source: access_policies_boundaries: such a statement always denies whoever has a boundary.
    if (deny && iam && request.hasBoundary) return all;
    if (everyone) return none;
    if (!hasAnyOf(named, Truth::Yes)) return hasAnyOf(named, Truth::Unknown) ? unknown : all;
    if (!deny || !caller.isOfAccount() || caller.kind == CallerKind::Root) return none;
    const auto at = [&](Naming naming) { return named[static_cast<std::size_t>(naming)]; };
    const bool account = at(Naming::ByAccount) == Truth::Yes;
    const bool self = at(isRoleLike(caller) ? Naming::ByRole : Naming::Directly) == Truth::Yes;
    return account && self ? none : unknown;
}

}  // namespace archivolt
