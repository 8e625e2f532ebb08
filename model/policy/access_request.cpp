#include "model/policy/access_request.h"

#include <fmt/format.h>

#include "model/base/arn.h"
#include "model/policy/policy_rules.h"

namespace archivolt {

namespace {

/// Returns what follows the last slash.
std::string_view lastName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

Result<Caller> Caller::parse(std::string_view text) {
    Caller caller;
    caller.name = text;
    if (isAccountNumber(text)) {
        caller.kind = CallerKind::Root;
        caller.account = text;
        return caller;
    }
    const auto arn = partsOfArn(text);
    if (!arn) {
        const bool service = text.find('.') != std::string_view::npos &&
                             text.find_first_of(" :/*?") == std::string_view::npos;
        if (service) {
            caller.kind = CallerKind::Service;
            return caller;
        }
        return failure(kNoPrincipal, fmt::format("`{}` is no principal", text),
                       "give the ARN of a user, a role or a session, an account's number, or a "
                       "service such as ec2.amazonaws.com");
    }
    caller.account = arn->account;
    const std::string_view resource = arn->resource;
    if (arn->service == "iam" && resource == "root") {
        caller.kind = CallerKind::Root;
    } else if (arn->service == "iam" && resource.starts_with("user/")) {
        caller.kind = CallerKind::User;
    } else if (arn->service == "iam" && resource.starts_with("role/")) {
        caller.kind = CallerKind::Role;
        caller.roleName = lastName(resource);
    } else if (arn->service == "sts" && resource.starts_with("assumed-role/")) {
        caller.kind = CallerKind::RoleSession;
        const std::string_view rest = resource.substr(resource.find('/') + 1);
        caller.roleName = rest.substr(0, rest.find('/'));
    } else if (arn->service == "sts" && resource.starts_with("federated-user/")) {
        caller.kind = CallerKind::FederatedUser;
    } else if (arn->service == "iam" &&
               (resource.starts_with("saml-provider/") || resource.starts_with("oidc-provider/"))) {
        return federated(std::string(text));
    } else {
        return failure(kNoPrincipal, fmt::format("`{}` is no principal", text),
                       "groups and other resources make no requests: give a user, a role or a "
                       "session");
    }
    return caller;
}

Caller Caller::federated(std::string provider) {
    Caller caller;
    caller.kind = CallerKind::Federated;
    caller.name = std::move(provider);
    return caller;
}

Caller Caller::canonicalUser(std::string id) {
    Caller caller;
    caller.kind = CallerKind::CanonicalUser;
    caller.name = std::move(id);
    return caller;
}

bool Caller::isServiceLinked() const {
    const bool role = kind == CallerKind::Role || kind == CallerKind::RoleSession;
    return role && (roleName.starts_with("AWSServiceRoleFor") ||
                    name.find(":role/aws-service-role/") != std::string::npos);
}

}  // namespace archivolt
